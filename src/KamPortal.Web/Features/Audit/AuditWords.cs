using System.Text.RegularExpressions;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Audit;

/// <summary>The log keeps the domain's own words; where a language has none of its own for one, the word itself is shown in parts.</summary>
internal static partial class AuditWords
{
    public static string Entity(this IStringLocalizer<AuditTexts> texts, string entity) => OrParts(texts["Entity." + entity], entity);

    public static string Action(this IStringLocalizer<AuditTexts> texts, string action) => OrParts(texts["Action." + action], action);

    public static string Field(this IStringLocalizer<AuditTexts> texts, string field) => OrParts(texts["Field." + field], field);

    private static string OrParts(LocalizedString text, string word) => text.ResourceNotFound ? Capitals().Replace(word, " $1") : text.Value;

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Capitals();
}
