namespace KamPortal.Data.Copy;

/// <summary>Recognises text that was damaged before it came here, and by what.</summary>
public static class GarbledText
{
    /// <summary>The trap as a resource key, or null when the text looks sound.</summary>
    public static string? Find(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\uFFFD') return "unreadable";
            if (i == 0) continue;
            // UTF-8 once read as Western text and saved again: SÃ¡nchez, Mâ€™Gladbach.
            if (text[i - 1] is 'Ã' or 'Â' or 'Å' && text[i] is (>= '\u0080' and <= '\u00BF') or '‚' or '„' or '€' or '™' or 'Ÿ' or '‰') return "double_encoded";
            if (text[i - 1] == 'â' && text[i] is '€' or '‚' or '„') return "double_encoded";
            // Text of an old code page read as Western: rue du D‚part, Z\u0081rich.
            if (IsCodePageSign(text[i]) && char.IsLetter(text[i - 1]) && i + 1 < text.Length && char.IsLetter(text[i + 1])) return "code_page";
        }

        return null;
    }

    private static bool IsCodePageSign(char c) => c is '‚' or '„' or 'ˆ' or '‰' or '”' or '\u0081' or '\u0082' or '\u0084' or '\u0088' or '\u008A' or '\u008D' or '\u0094';
}
