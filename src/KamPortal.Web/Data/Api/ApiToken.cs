using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KamPortal.Data.Api;

/// <summary>A key as its holder has it: which one it is, and 256 random bits.</summary>
public sealed record ApiToken(Guid Id, string Secret)
{
    private const string Prefix = "kam_";
    private const int IdLength = 32;

    public static ApiToken New() => new(Guid.CreateVersion7(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    /// <summary>Null for anything else, the value of a header included that is no bearer's.</summary>
    public static ApiToken? Parse(string? header)
    {
        const string scheme = "Bearer " + Prefix;
        if (header?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) != true || header.Length is < 60 or > 120) return null;
        var text = header.AsSpan(scheme.Length);
        return text.Length > IdLength + 1 && text[IdLength] == '_' && Guid.TryParseExact(text[..IdLength], "N", out var id) ? new(id, text[(IdLength + 1)..].ToString()) : null;
    }

    public override string ToString() => $"{Prefix}{Id:N}_{Secret}";
}
