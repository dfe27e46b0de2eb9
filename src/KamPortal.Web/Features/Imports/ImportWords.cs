using KamPortal.Data.Copy;
using KamPortal.Data.Imports;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Imports;

/// <summary>The texts of a kind of import: its own where its feature has one, else the wizard's.</summary>
public sealed class ImportWords(IStringLocalizerFactory texts)
{
    private readonly IStringLocalizer _own = texts.Create(typeof(ImportsTexts));

    public string Name(ImportKind kind) => Of(kind, $"Kind.{kind.Key}");

    public string Hint(ImportKind kind) => Of(kind, $"Kind.{kind.Key}.Hint");

    public string Field(ImportKind kind, string field)
    {
        if (field.Length == 0) return _own["Field.Row"];
        var own = texts.Create(kind.Texts)[$"Field.{kind.Key}.{field}"];
        return own.ResourceNotFound ? Of(kind, $"Field.{field}") : own;
    }

    /// <summary>A text of the kind's own, <c>Kind.{Key}.{name}</c>.</summary>
    public string Said(ImportKind kind, string name) => Of(kind, $"Kind.{kind.Key}.{name}");

    public string Switch(string key) => _own["Switch." + key];

    /// <summary>What is wrong with a row, as a sentence.</summary>
    public string Problem(ImportKind kind, string code, string? value, string? detail) => Of(kind, "Problem." + code, value ?? "", detail ?? "");

    /// <summary>What to do about it.</summary>
    public string Remedy(ImportKind kind, string code) => Of(kind, "Remedy." + code);

    /// <summary>A column of the file; what unpivoting added has a name of the reader's language.</summary>
    public string Header(ImportSettings settings, string header) =>
        settings.Dialect.MonthsAsColumns && header is UnpivotedRows.MonthHeader or UnpivotedRows.ValueHeader ? _own["Crosstab." + header] : header;

    /// <summary>A refusal: a resource key, which may carry details after a blank.</summary>
    public string Refusal(string key)
    {
        var parts = key.Split(' ', 2);
        object[] details = parts.Length == 1 ? [""] : parts[1].Split(FileRefusedException.Separator);
        var text = _own["Refused." + parts[0].Replace("refused.", "", StringComparison.Ordinal).Replace("answer.", "", StringComparison.Ordinal), details];
        return text.ResourceNotFound ? key : text;
    }

    private string Of(ImportKind kind, string key, params object[] values)
    {
        var text = texts.Create(kind.Texts)[key, values];
        return text.ResourceNotFound ? _own[key, values] : text;
    }
}
