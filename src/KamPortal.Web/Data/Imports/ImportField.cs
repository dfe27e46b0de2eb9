namespace KamPortal.Data.Imports;

/// <summary>What a column of a file may be mapped to.</summary>
/// <param name="Key">Stable name; also the column of the staging table and the end of the label's resource key.</param>
/// <param name="Type">How the text is read.</param>
/// <param name="Synonyms">Headers by which the field is recognised, the surest first; letter case and punctuation do not matter.</param>
/// <param name="Example">Value shown in the template.</param>
public sealed record ImportField(string Key, ImportFieldType Type, string Example, params string[] Synonyms)
{
    /// <summary>Longest text accepted, in characters.</summary>
    public int MaxLength { get; init; } = 200;

    /// <summary>The values a choice may take, each with the words that mean it.</summary>
    public IReadOnlyDictionary<string, string[]>? Choices { get; init; }

    /// <summary>The column type of the staging table.</summary>
    public string SqlType => Type switch
    {
        ImportFieldType.Money or ImportFieldType.Quantity => "numeric(19,4)",
        ImportFieldType.Rate => "numeric(19,8)",
        ImportFieldType.Count => "integer",
        ImportFieldType.Month or ImportFieldType.Day => "date",
        _ => "text",
    };

    public bool IsNumber => Type is ImportFieldType.Money or ImportFieldType.Quantity or ImportFieldType.Rate or ImportFieldType.Count;

    public bool IsDate => Type is ImportFieldType.Month or ImportFieldType.Day;
}

public enum ImportFieldType
{
    Text,

    /// <summary>A business key: digits stay text, so leading zeros survive.</summary>
    Code,
    Money,
    Quantity,
    Rate,
    Count,
    Month,
    Day,

    /// <summary>A month, a quarter or a year, staged as first day and number of months: 2026-01-01/3.</summary>
    Span,
    Currency,
    Choice,
}

/// <summary>A decision the person takes with a tick.</summary>
/// <param name="Key">Stable name; also the end of the label's resource key.</param>
/// <param name="On">Whether it is ticked unless someone unticks it.</param>
public sealed record ImportSwitch(string Key, bool On)
{
    /// <summary>Regions, segments, units and lines that the file names and nobody has entered yet are created.</summary>
    public static readonly ImportSwitch CreateMissing = new("create_missing", true);

    /// <summary>People that the file names and nobody has entered yet are created.</summary>
    public static readonly ImportSwitch CreatePeople = new("create_people", true);

    /// <summary>A blank cell clears what is there; otherwise it leaves it alone.</summary>
    public static readonly ImportSwitch BlanksClear = new("blanks_clear", false);

    /// <summary>Lines of a document that are alike in everything are several sales; otherwise the second is taken for a repetition and listed.</summary>
    public static readonly ImportSwitch KeepRepeats = new("keep_repeats", false);

    /// <summary>Rows with the same key are added up; otherwise the second is an error.</summary>
    public static readonly ImportSwitch AddUp = new("add_up", false);
}
