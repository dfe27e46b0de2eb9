namespace KamPortal.Data;

/// <summary>One uploaded file on its way into the portfolio, and afterwards the provenance of every row it wrote.</summary>
public sealed class ImportBatch
{
    public Guid Id { get; init; }

    /// <summary>Number shown to people, given by the database.</summary>
    public int Number { get; private set; }

    /// <summary>Key of the import kind, for example accounts or facts.</summary>
    public required string Kind { get; set; }

    public required string FileName { get; init; }

    public long FileSize { get; init; }

    public ImportState State { get; set; }

    /// <summary>Encoding, delimiter, formats and column mapping, as JSON.</summary>
    public string? Options { get; set; }

    /// <summary>The outcome of the last dry run or import, as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>What taking it back came to, as JSON.</summary>
    public string? UndoResult { get; set; }

    public Guid? JobId { get; set; }

    public Guid? CreatedById { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ImportedAt { get; set; }

    /// <summary>When the file itself was deleted for the sake of personal data; what was imported stays.</summary>
    public DateTimeOffset? FileErasedAt { get; set; }

    public uint Version { get; private set; }
}

public enum ImportState
{
    /// <summary>The file is here; columns are being mapped.</summary>
    Uploaded,

    /// <summary>A dry run is queued or running.</summary>
    Checking,

    /// <summary>The dry run is done: nothing is written yet.</summary>
    Checked,

    /// <summary>The import is queued or running.</summary>
    Importing,

    /// <summary>Everything chosen was written.</summary>
    Imported,

    /// <summary>The work ended with an error; nothing was written.</summary>
    Failed,

    /// <summary>Given up by a person; nothing was written.</summary>
    Discarded,

    /// <summary>Taking back is queued or running.</summary>
    Undoing,

    /// <summary>Taken back, but for rows that were touched since.</summary>
    Undone,
}

/// <summary>A slice of an uploaded file; kept in the database so that any instance can read it.</summary>
public sealed class ImportFileChunk
{
    public Guid BatchId { get; init; }

    public int Index { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>A row that the dry run would not import, and why.</summary>
public sealed class ImportProblem
{
    public Guid BatchId { get; init; }

    /// <summary>Line number in the file, the header being line 1.</summary>
    public int Row { get; init; }

    /// <summary>Header of the column at fault; empty when the whole row is.</summary>
    public string Column { get; init; } = "";

    /// <summary>Resource key of the reason.</summary>
    public required string Code { get; init; }

    /// <summary>The value found.</summary>
    public string? Value { get; init; }

    /// <summary>What the reason's sentence needs, for example the currency and month of a missing rate.</summary>
    public string? Detail { get; init; }
}

/// <summary>A row as it was before an import changed it, kept so that the import can be undone.</summary>
public sealed class ImportBeforeImage
{
    public long Id { get; private set; }

    public Guid BatchId { get; init; }

    /// <summary>The table.</summary>
    public required string Target { get; init; }

    /// <summary>The whole row, and under <c>_parts</c> the rows that belong to it, as JSON.</summary>
    public required string Row { get; init; }
}
