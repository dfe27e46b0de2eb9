using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace KamPortal.Domain.Accounts;

/// <summary>
/// What is left of a company's name, tax number or address when everything is taken away that people write one way or another: letter case, width,
/// accents, punctuation, and the legal form. Two spellings of one company come to the same.
/// </summary>
public static class CompanyName
{
    private const int ShortestTaxId = 5;

    /// <summary>Legal forms as they stand at the end of a name, without dots.</summary>
    private static readonly FrozenSet<string> Endings = FrozenSet.Create(StringComparer.Ordinal,
        "gmbh", "mbh", "ag", "aktiengesellschaft", "kg", "kgaa", "ohg", "gbr", "ug", "haftungsbeschrankt", "ev", "eg", "se", "co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited",
        "llc", "llp", "lp", "plc", "pty", "pte", "pvt", "private", "sdn", "bhd", "tbk", "sa", "sas", "sasu", "sarl", "sl", "slu", "sau", "srl", "srls", "spa", "snc", "sapi", "sab", "de", "cv", "rl",
        "ltda", "eireli", "nv", "bv", "bvba", "cvba", "vof", "ab", "as", "asa", "aps", "oy", "oyj", "hf", "ehf", "kft", "zrt", "nyrt", "rt", "doo", "dd", "ad", "ead", "ood", "eood", "sro", "spol", "sp",
        "z", "oo", "zoo", "jsc", "ojsc", "cjsc", "pjsc", "ooo", "oao", "zao", "pao", "kk", "gk", "yk", "sti", "tic", "san", "ve", "lda", "and", "und", "et",
        "ооо", "оао", "зао", "пао", "ао", "тов", "αε", "επε", "公司", "有限公司", "股份有限公司", "有限责任公司", "株式会社", "有限会社", "주식회사", "유한회사");

    /// <summary>Legal forms that stand before a name, and articles.</summary>
    private static readonly FrozenSet<string> Beginnings = FrozenSet.Create(StringComparer.Ordinal, "the", "pt", "ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "ао", "тов", "บริษัท", "株式会社", "有限会社", "주식회사", "유한회사");

    /// <summary>Legal forms of languages that write without blanks, the longest first.</summary>
    private static readonly string[] Attached =
        ["股份有限公司", "有限责任公司", "集团有限公司", "股份公司", "有限公司", "株式会社", "有限会社", "合同会社", "股份", "集团", "總公司", "总公司", "公司", "주식회사", "유한회사", "จำกัด(มหาชน)", "จำกัด"];

    private static readonly FrozenDictionary<char, string> Letters = new Dictionary<char, string>
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ð'] = "d", ['þ'] = "th", ['ı'] = "i",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> StreetWords = new Dictionary<string, string>
    {
        ["strasse"] = "str", ["street"] = "st", ["road"] = "rd", ["avenue"] = "ave", ["boulevard"] = "blvd", ["drive"] = "dr", ["lane"] = "ln", ["highway"] = "hwy", ["platz"] = "pl", ["square"] = "sq",
    }.ToFrozenDictionary();

    /// <summary>The words that name the company, parted by blanks; what is all legal form stays as it is.</summary>
    public static string Plain(string name)
    {
        // Dots and slashes within an abbreviation part nothing: S.A. is SA, A/S is AS.
        var words = Words(Folded(name).Replace(".", "", StringComparison.Ordinal).Replace("a/s", "as", StringComparison.Ordinal));
        var (first, last) = (0, words.Count);
        while (last - first > 1 && Endings.Contains(words[last - 1])) last--;
        while (last - first > 1 && Beginnings.Contains(words[first])) first++;
        return string.Join(' ', words.GetRange(first, last - first).Select(Detached));
    }

    /// <summary>Letters and digits of a tax number; null for what cannot be one.</summary>
    public static string? PlainTaxId(string? taxId)
    {
        if (taxId is null) return null;
        var plain = string.Concat(Folded(taxId).Where(char.IsLetterOrDigit));
        return plain.Length < ShortestTaxId || plain.Distinct().Count() == 1 ? null : plain;
    }

    /// <summary>A street or a place in one spelling; null when nothing is left.</summary>
    public static string? PlainPlace(string? place)
    {
        if (place is null) return null;
        var words = Words(Folded(place).Replace(".", " ", StringComparison.Ordinal)).Select(w =>
            StreetWords.TryGetValue(w, out var brief) ? brief : w.EndsWith("strasse", StringComparison.Ordinal) ? w[..^"asse".Length] : w);
        return string.Join(' ', words) is { Length: > 0 } plain ? plain : null;
    }

    /// <summary>Letters and digits of a postal code; null when nothing is left.</summary>
    public static string? PlainPostalCode(string? code) => code is not null && string.Concat(Folded(code).Where(char.IsLetterOrDigit)) is { Length: > 0 } plain ? plain : null;

    /// <summary>How alike two plain names are, 0 to 1: the better of shared trigrams and of few letters to change.</summary>
    /// <param name="trigrams">Shared trigrams of both over all of both, 0 to 1.</param>
    public static double Likeness(string first, string second, double trigrams)
    {
        if (first == second) return 1;
        var longest = Math.Max(first.Length, second.Length);
        var edits = 1 - (double)Edits(first, second) / longest;
        // A slip of the pen changes little of a name of some length; in short ones a letter makes another company.
        return edits >= 0.8 && longest >= 5 ? Math.Max(trigrams, edits) : trigrams;
    }

    /// <summary>By what an account is looked up among others: accounts that share no key are not compared.</summary>
    public static IEnumerable<string> Keys(string plainName)
    {
        var letters = plainName.Replace(" ", "", StringComparison.Ordinal);
        yield return "n:" + letters;
        if (letters.Length >= 4)
        {
            yield return "b:" + letters[..4];
            yield return "e:" + letters[^4..];
        }

        foreach (var word in plainName.Split(' '))
        {
            if (word.Length >= 3 && !IsIdeograph(word[0])) yield return "w:" + word;
            for (var i = 0; i + 1 < word.Length; i++)
            {
                if (IsIdeograph(word[i]) && IsIdeograph(word[i + 1])) yield return $"w:{word[i]}{word[i + 1]}";
            }
        }
    }

    /// <summary>One width, small letters, no accents.</summary>
    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Whole(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (c is >= '\u0300' and <= '\u036f') continue;
            if (Letters.TryGetValue(c, out var letters)) folded.Append(letters);
            else folded.Append(c);
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Without halves of characters, which cannot be normalised.</summary>
    private static string Whole(string text) => text.Any(char.IsSurrogate) || text.Contains('\uffff', StringComparison.Ordinal) || text.Contains('\ufffe', StringComparison.Ordinal)
        ? string.Concat(text.Where((c, i) => !char.IsSurrogate(c) && c is not ('\uffff' or '\ufffe')))
        : text;

    private static List<string> Words(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text) plain.Append(char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark ? c : ' ');
        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string Detached(string word)
    {
        if (char.IsAscii(word[0]) && char.IsAscii(word[^1])) return word;
        for (var again = true; again;)
        {
            again = false;
            foreach (var form in Attached)
            {
                if (word.Length <= form.Length + 1) continue;
                if (word.EndsWith(form, StringComparison.Ordinal)) (word, again) = (word[..^form.Length], true);
                else if (word.StartsWith(form, StringComparison.Ordinal)) (word, again) = (word[form.Length..], true);
            }
        }

        return word;
    }

    /// <summary>Letters to insert, to leave out, to replace or to swap with the next.</summary>
    private static int Edits(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    private static bool IsIdeograph(char c) => c is >= '\u3400' and <= '\u9fff';
}
