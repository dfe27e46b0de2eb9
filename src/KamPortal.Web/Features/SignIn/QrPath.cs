using System.Globalization;
using System.Text;
using QRCoder;

namespace KamPortal.Features.SignIn;

/// <summary>A QR code as one path of an inline picture: no image file, and nothing for a policy to allow.</summary>
internal sealed record QrPath(string ViewBox, string Path)
{
    public static QrPath Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (rows, path) = (code.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        return new($"0 0 {rows.Count} {rows.Count}", path.ToString());
    }
}
