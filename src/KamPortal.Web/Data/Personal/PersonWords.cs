using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KamPortal.Data.Personal;

/// <summary>
/// The words by which people are found in texts: names in either order and script, addresses, numbers and codes, also where a file, a link, JSON or
/// HTML writes them in its own way. One pattern, read alike by PostgreSQL and here. Whole words only, so that Mr Li is not found in "delivery".
/// </summary>
public sealed class PersonWords
{
    private const int Shortest = 2, ShortestNumber = 6;

    /// <summary>Between the words of a name: a blank, the next cell, a blank as a link has it, or what joins them in an address.</summary>
    private const string Parting = "(?:[ ,;|\"\t+._-]|%20|%2520){1,4}";

    private readonly Regex? _pattern;

    private PersonWords(string? pattern)
    {
        Pattern = pattern;
        _pattern = pattern is null ? null : new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled);
    }

    /// <summary>To be matched whatever the letter case; null when there is nothing to look for.</summary>
    public string? Pattern { get; }

    /// <param name="names">Full names.</param>
    /// <param name="others">E-mail addresses, telephone numbers, codes.</param>
    public static PersonWords Of(IEnumerable<string?> names, IEnumerable<string?> others)
    {
        var patterns = names.OfType<string>().SelectMany(OfName).Concat(others.OfType<string>().SelectMany(OfOther)).Distinct().ToList();
        var (latin, han) = (patterns.Where(p => !p.Any(IsHan)).ToList(), patterns.Where(p => p.Any(IsHan)).ToList());
        // Chinese has no blanks between words, Latin letters have.
        var bounded = latin.Count == 0 ? [] : new[] { $"(?<![a-z0-9])(?:{string.Join('|', latin)})(?![a-z0-9])" };
        var all = bounded.Concat(han.Select(p => $"(?:{p})")).ToList();
        return new(all.Count == 0 ? null : string.Join('|', all));
    }

    public bool In(string text) => _pattern?.IsMatch(text) == true;

    private static IEnumerable<string> OfName(string name)
    {
        name = name.Trim();
        if (!Tells(name)) yield break;
        yield return Loose(name);
        var han = string.Concat(name.Where(IsHan));
        if (han.Length >= Shortest && han.Length < name.Length) yield return Loose(han);
        if (han.Length >= Shortest)
        {
            yield return Loose(Uri.EscapeDataString(han));
            yield return Loose(Uri.EscapeDataString(Uri.EscapeDataString(han)));
        }

        var words = name.Split([' ', ',', '·'], StringSplitOptions.RemoveEmptyEntries).Where(w => !w.Any(IsHan)).Select(Loose).ToList();
        if (words.Count < 2) yield break;
        yield return string.Join(Parting, words);
        yield return string.Join(Parting, words.TakeLast(1).Concat(words.SkipLast(1)));
        if (words.Count > 2) yield return string.Join(Parting, words.Skip(1).Append(words[0]));
    }

    private static IEnumerable<string> OfOther(string value)
    {
        value = value.Trim();
        if (!Tells(value)) yield break;
        yield return Loose(value);
        // A number is written with blanks here and without there.
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        if (digits.Length >= ShortestNumber && digits.Length < value.Length && value.All(c => char.IsAsciiDigit(c) || "+-()/. ".Contains(c, StringComparison.Ordinal)))
            yield return string.Join("[-()/. ]{0,2}", digits.AsEnumerable());
    }

    /// <summary>A dash or a single letter says nothing about anybody.</summary>
    private static bool Tells(string value) => value.Count(char.IsLetterOrDigit) >= Shortest;

    private static string Loose(string text)
    {
        var pattern = new StringBuilder();
        foreach (var c in text)
        {
            pattern.Append(c switch
            {
                '"' => """(?:\\?"{1,2}|&quot;)""",
                '\\' => @"\\{1,2}",
                '&' => "&(?:amp;)?",
                '\'' => "(?:'|&#39;)",
                ' ' => "(?: |\\+|%20|%2520)",
                '@' => "(?:@|%40|%2540)",
                '+' => "(?:\\+|%2B|%252B)",
                _ when char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) => "\\" + c,
                _ => c.ToString(CultureInfo.InvariantCulture),
            });
        }

        return pattern.ToString();
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
