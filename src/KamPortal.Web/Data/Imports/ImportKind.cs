namespace KamPortal.Data.Imports;

/// <summary>
/// A kind of file that can be imported: its columns, the words by which they are recognised, its rules and what it writes.
/// Registered by the feature that owns the tables; the wizard knows only this.
/// </summary>
public abstract class ImportKind
{
    /// <summary>Stable name, stored with each batch.</summary>
    public abstract string Key { get; }

    /// <summary>Place in the order in which a portfolio is built up.</summary>
    public abstract int Order { get; }

    /// <summary>Marker class of the texts: <c>Kind.{Key}</c>, <c>Kind.{Key}.Hint</c>, <c>Field.{Key}.{field}</c> or <c>Field.{field}</c>, and <c>Problem.{code}</c> and <c>Remedy.{code}</c> of its own rules.</summary>
    public abstract Type Texts { get; }

    public abstract IReadOnlyList<ImportField> Fields { get; }

    /// <summary>What each row must have: of each group at least one field.</summary>
    public abstract IReadOnlyList<string[]> Required { get; }

    /// <summary>The fields that name a row; two rows with the same ones collide.</summary>
    public abstract IReadOnlyList<string> KeyFields { get; }

    public virtual IReadOnlyList<ImportSwitch> Switches => [];

    /// <summary>The table that rows end in.</summary>
    public abstract ImportTarget Target { get; }

    /// <summary>The page that shows what was imported.</summary>
    public abstract string ResultUrl { get; }

    /// <summary>Where to look next at what was imported: the end of the text's key, <c>Kind.{Key}.{Text}</c>, and the page; null when nothing calls for it.</summary>
    public virtual (string Text, string Href)? FollowUp => null;

    /// <summary>Whether a new portfolio is built of it, in <see cref="Order"/>; the others may follow at any time.</summary>
    public virtual bool Essential => false;

    /// <summary>Completes the staged rows before anything is checked: keys that the file implies.</summary>
    public virtual Task PrepareAsync(ImportWork work, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Whether rows with the same key are added up instead of colliding.</summary>
    public virtual bool AddsUp(ImportWork work) => false;

    /// <summary>
    /// Whether there may be a million new rows, which then go straight into the table; nothing in <see cref="AfterAsync"/> may look at them in <c>ready</c>.
    /// </summary>
    public virtual bool StreamsNewRows(ImportWork work) => false;

    /// <summary>Finds what is wrong beyond single values, and names what would be created. Writes to temporary tables alone.</summary>
    public abstract Task CheckAsync(ImportWork work, CancellationToken ct);

    /// <summary>
    /// A query of the good rows, with the columns of <see cref="Target"/> by name. What the file refers to and nobody has entered is
    /// created here when <see cref="ImportWork.Writes"/>.
    /// </summary>
    public abstract Task<string> RowsAsync(ImportWork work, CancellationToken ct);

    /// <summary>Finishes after the merge: references among the rows themselves, roll-ups.</summary>
    public virtual Task AfterAsync(ImportWork work, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Finishes after an import was taken back: roll-ups. The keys of the rows concerned are in the temporary table <c>undoing</c>.</summary>
    public virtual Task UndoneAsync(ImportWork work, CancellationToken ct) => Task.CompletedTask;

    public ImportField Field(string key) => Fields.Single(f => f.Key == key);
}

/// <summary>The table an import writes, and how a row of it is recognised and compared.</summary>
/// <param name="Table">The table.</param>
/// <param name="Keys">Columns of its unique key, all of them in the query of rows.</param>
/// <param name="Columns">The other columns.</param>
/// <param name="Label">SQL over the row <c>r</c> that names it to a person.</param>
public sealed record ImportTarget(string Table, IReadOnlyList<string> Keys, IReadOnlyList<ImportColumn> Columns, string Label)
{
    /// <summary>Keys that may be null, each with a value that stands for null in comparisons.</summary>
    public IReadOnlyDictionary<string, string> OptionalKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>Tables whose rows belong to a row of this one and go with it, each with the column that refers to it.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>SQL that finds the row <paramref name="left"/> for the row <paramref name="right"/>.</summary>
    public string Match(string left, string right) => string.Join(" and ", Keys.Select(k => OptionalKeys.TryGetValue(k, out var none)
        ? $"coalesce({left}.{k}, {none}) = coalesce({right}.{k}, {none})" : $"{left}.{k} = {right}.{k}"));

    /// <summary>Column that keeps where each field's value comes from, if the table has one.</summary>
    public string? Sources { get; init; }

    /// <summary>Set whenever a row is created or changed, beside the batch.</summary>
    public string? Touch { get; init; }
}

/// <summary>A column that an import writes.</summary>
/// <param name="Name">Column of the table and of the query of rows.</param>
/// <param name="Field">The field that must be mapped for the column to be touched; null when it always is.</param>
public sealed record ImportColumn(string Name, string? Field = null)
{
    /// <summary>The field that it holds, where that has another name and need not be mapped.</summary>
    public string? Label { get; init; }

    /// <summary>What a new row gets when the file says nothing.</summary>
    public string? Default { get; init; }

    /// <summary>SQL over the present row <c>t</c> to compare with, when it is not the column itself.</summary>
    public string? Current { get; init; }

    /// <summary>SQL over the present row <c>t</c> that shows the value to a person, when the column holds a reference.</summary>
    public string? Shown { get; init; }

    /// <summary>False for what <see cref="ImportKind.AfterAsync"/> writes, because it refers to rows of the same file.</summary>
    public bool Written { get; init; } = true;

    /// <summary>Whether a blank cell always replaces what is there.</summary>
    public bool Replaces { get; init; }
}
