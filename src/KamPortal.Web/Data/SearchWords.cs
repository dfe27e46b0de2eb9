using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>
/// What people type, as patterns on a column of search keys (<c>han_keys</c> and every word behind a blank): each word must be there. One or two letters
/// start a word, so that the trigram index answers them; three and more stand anywhere; Chinese characters stand anywhere.
/// </summary>
public static class SearchWords
{
    private const int MostWords = 6;

    /// <summary>LIKE patterns that must all match, with <c>\</c> as escape.</summary>
    public static IReadOnlyList<string> Patterns(string sought) =>
        [.. sought.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostWords).SelectMany(Of).Distinct()];

    /// <summary>Rows whose keys match every word.</summary>
    public static IQueryable<TRow> Matching<TRow>(this IQueryable<TRow> rows, Expression<Func<TRow, string>> keys, string sought)
    {
        foreach (var pattern in Patterns(sought))
        {
            var like = Expression.Call(
                typeof(DbFunctionsExtensions), nameof(DbFunctionsExtensions.Like), null,
                Expression.Constant(EF.Functions), keys.Body, Parameter(pattern), Expression.Constant("\\"));
            rows = rows.Where(Expression.Lambda<Func<TRow, bool>>(like, keys.Parameters));
        }

        return rows;
    }

    internal static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static IEnumerable<string> Of(string word)
    {
        if (word.Length > 2) return [$"%{Escaped(word)}%"];
        if (word.All(char.IsAscii)) return [$"% {Escaped(word)}%"];
        // Each character is a word of its own among the keys, which the index knows; two also have to stand together.
        var characters = word.Where(IsHan).Select(c => $"% {c} %");
        return word.Length == 1 && IsHan(word[0]) ? characters : characters.Append($"%{Escaped(word)}%");
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';

    private static MemberExpression Parameter(string value) => Expression.Property(Expression.Constant(new Held(value)), nameof(Held.Value));

    /// <summary>Makes a value a parameter of the statement instead of a part of its text.</summary>
    private sealed record Held(string Value);
}
