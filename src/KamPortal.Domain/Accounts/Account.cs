namespace KamPortal.Domain.Accounts;

/// <summary>A company we sell to, or through: the thing that is scored, tiered, served and planned for.</summary>
/// <remarks>
/// The <see cref="Code"/> is the business key under which imports and people know the account; it never changes once given.
/// The tier is not kept here: it belongs to the scoring run in force.
/// </remarks>
public sealed class Account
{
    /// <summary>Longest code accepted, in characters.</summary>
    public const int CodeLength = 64;

    /// <summary>Longest name accepted, in characters.</summary>
    public const int NameLength = 200;

    /// <summary>Longest tax number accepted, in characters.</summary>
    public const int TaxIdLength = 40;

    /// <summary>Longest street accepted, in characters.</summary>
    public const int StreetLength = 255;

    /// <summary>Longest postal code accepted, in characters.</summary>
    public const int PostalCodeLength = 20;

    private Account() { }

    /// <summary>A new active customer.</summary>
    /// <param name="code">Unique business key; surrounding blanks are removed.</param>
    /// <param name="name">The name people use.</param>
    /// <exception cref="DomainRuleException">The code or the name is empty.</exception>
    public Account(string code, string name)
    {
        Code = Required(code, "An account needs a code.");
        Name = Required(name, "An account needs a name.");
    }

    /// <summary>Surrogate key, given by the database.</summary>
    public int Id { get; private set; }

    /// <summary>Unique business key.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The name people use.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name in the customer's own script, when it differs from <see cref="Name"/>.</summary>
    public string? LocalName { get; set; }

    /// <summary>The name on contracts and invoices.</summary>
    public string? LegalName { get; set; }

    /// <summary>The account this one belongs to; parents and their children form a customer group.</summary>
    public int? ParentId { get; set; }

    /// <summary>Customer or distributor; the two are scored apart.</summary>
    public AccountKind Kind { get; set; }

    /// <summary>Only active accounts are scored.</summary>
    public AccountStatus Status { get; set; }

    /// <summary>What the customer does for a living, in free words.</summary>
    public string? Industry { get; set; }

    /// <summary>The market segment.</summary>
    public int? SegmentId { get; set; }

    /// <summary>The sales region, which decides the directors who see the account.</summary>
    public int? RegionId { get; set; }

    /// <summary>Country as the customer writes it.</summary>
    public string? Country { get; set; }

    /// <summary>City of the main site.</summary>
    public string? City { get; set; }

    /// <summary>Street and number of the main site, in one line.</summary>
    public string? Street { get; set; }

    /// <summary>Postal code of the main site.</summary>
    public string? PostalCode { get; set; }

    /// <summary>VAT or tax number, or the unified social credit code: by it one company is told from another of the same name.</summary>
    public string? TaxId { get; set; }

    /// <summary>Codes of accounts that were merged into this one, parted by blanks, so that search still finds them.</summary>
    public string? FormerCodes { get; private set; }

    /// <summary>The lead key account manager: exactly one, or nobody yet.</summary>
    public int? LeadId { get; set; }

    /// <summary>The person answerable for this account's data being right.</summary>
    public int? DataOwnerId { get; set; }

    /// <summary>When the account was put away; archived accounts leave lists and scoring but keep their history.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>The import that created or last changed the account, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>
    /// Where each field's value comes from, as JSON: field → import number <c>i</c> or name of the person <c>u</c>, and instant <c>at</c>.
    /// Kept by the database layer.
    /// </summary>
    public string? FieldSources { get; private set; }

    /// <summary>When the account was first recorded.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the account was last changed, by hand or by import.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Version of the row as read; a save from an older version is a conflict.</summary>
    public uint Version { get; private set; }

    /// <summary>Gives the account another name.</summary>
    /// <exception cref="DomainRuleException">The name is empty.</exception>
    public void Rename(string name) => Name = Required(name, "An account needs a name.");

    /// <summary>Puts the account away.</summary>
    /// <exception cref="DomainRuleException">The account is already archived.</exception>
    public void Archive(DateTimeOffset at) =>
        ArchivedAt = ArchivedAt is null ? at : throw new DomainRuleException("The account is already archived.");

    /// <summary>Brings an archived account back as it was; harmless on one that is not archived.</summary>
    public void Restore() => ArchivedAt = null;

    /// <summary>Notes when the account was created or changed.</summary>
    public void Touch(DateTimeOffset at)
    {
        if (CreatedAt == default) CreatedAt = at;
        UpdatedAt = at;
    }

    private static string Required(string value, string sentence) =>
        string.IsNullOrWhiteSpace(value) ? throw new DomainRuleException(sentence) : value.Trim();
}

/// <summary>What an account is to us.</summary>
public enum AccountKind
{
    /// <summary>Buys for its own use or resale.</summary>
    Customer,

    /// <summary>Sells for us in a market of its own; scored apart from customers.</summary>
    Distributor,
}

/// <summary>Where the business with an account stands.</summary>
public enum AccountStatus
{
    /// <summary>Buys, or may be expected to; the only status that is scored.</summary>
    Active,

    /// <summary>Has not bought yet.</summary>
    Prospect,

    /// <summary>Buys no more.</summary>
    Closed,
}
