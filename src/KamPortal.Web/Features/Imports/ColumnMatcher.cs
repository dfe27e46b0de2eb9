using System.Text;
using KamPortal.Data.Copy;
using KamPortal.Data.Imports;

namespace KamPortal.Features.Imports;

/// <summary>Recognises columns by their headers, in English, Chinese and German, whatever the letter case and punctuation.</summary>
public static class ColumnMatcher
{
    /// <summary>What a name that one kind alone knows adds to the case for it.</summary>
    private const double TellingName = 4;

    /// <summary>
    /// For each header the field it fills, or null. A field is filled once, by the surest of its synonyms; a column without a single
    /// value only when no other will do.
    /// </summary>
    /// <param name="samples">Values of each column, by which a choice is only taken when it reads.</param>
    public static string?[] Match(ImportKind kind, IReadOnlyList<string> headers, Func<int, IReadOnlyList<string>> samples)
    {
        var plain = headers.Select(h => Plain(MoneyUnits.Split(h).Name)).ToList();
        var fields = new string?[headers.Count];
        foreach (var field in kind.Fields)
        {
            var columns = field.Synonyms.Select(Plain).Select(synonym => plain.FindIndex(h => h == synonym))
                .Where(c => c >= 0 && fields[c] is null && Reads(field, samples(c))).ToList();
            if (columns.Count == 0) continue;
            fields[columns.Where(c => samples(c).Count > 0).Append(columns[0]).First()] = field.Key;
        }

        return fields;
    }

    /// <summary>The kind that most of the headers speak for, required ones first; a name that many kinds know says little.</summary>
    public static ImportKind Suggest(IEnumerable<ImportKind> kinds, IReadOnlyList<string> headers, Func<int, IReadOnlyList<string>> samples)
    {
        ImportKind[] ordered = [.. kinds.OrderBy(k => k.Order)];
        var known = headers.Select(h => (double)ordered.Count(k => Knows([k], h))).ToList();
        return ordered.MaxBy(k =>
        {
            var fields = Match(k, headers, samples);
            var met = k.Required.Count(group => group.Any(fields.Contains));
            return (met == k.Required.Count ? 100 : 0) + (double)met / k.Required.Count * 10 * Math.Min(k.Required.Count, 3)
                + fields.Select((f, i) => f is null ? 0 : TellingName / known[i]).Sum();
        })!;
    }

    /// <summary>Whether any kind knows the name.</summary>
    public static bool Knows(IEnumerable<ImportKind> kinds, string header)
    {
        var plain = Plain(MoneyUnits.Split(header).Name);
        return plain.Length > 0 && kinds.Any(k => k.Fields.Any(f => f.Synonyms.Any(s => Plain(s) == plain)));
    }

    /// <summary>Letters and digits only, in small letters, umlauts spelt out; markers of Dynamics and Salesforce removed.</summary>
    public static string Plain(string header)
    {
        var text = header.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Replace("(do not modify)", "", StringComparison.Ordinal).Trim();
        if (text.EndsWith("__c", StringComparison.Ordinal)) text = text[..^3];
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is 'ä' or 'ö' or 'ü' or 'ß') plain.Append(c switch { 'ä' => "ae", 'ö' => "oe", 'ü' => "ue", _ => "ss" });
            else if (char.IsLetterOrDigit(c)) plain.Append(c);
        }

        return plain.ToString();
    }

    private static bool Reads(ImportField field, IReadOnlyList<string> samples)
    {
        if (field.Choices is null || samples.Count == 0) return true;
        var reader = new CellReader(field, 0, new TableDialect());
        var faults = new List<string>();
        foreach (var sample in samples) reader.Read(sample, faults);
        return faults.Count * 2 < samples.Count;
    }
}
