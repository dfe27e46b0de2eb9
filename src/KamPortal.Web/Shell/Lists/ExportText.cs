using System.Globalization;

namespace KamPortal.Shell.Lists;

/// <summary>What a spreadsheet makes of a text.</summary>
internal static class ExportText
{
    /// <summary>= + - @ start a formula, their full-width twins too; what cannot be seen in front of them is skipped by some spreadsheets.</summary>
    public static bool LooksLikeFormula(string text)
    {
        if (text is ['\t' or '\r' or '\n', ..]) return true;
        var first = text.AsSpan();
        while (first.Length > 0 && (char.IsWhiteSpace(first[0]) || char.IsControl(first[0]) || char.GetUnicodeCategory(first[0]) == UnicodeCategory.Format)) first = first[1..];
        return first.Length > 0 && "=+-@＝＋－＠".Contains(first[0], StringComparison.Ordinal);
    }
}
