namespace KamPortal.Domain.Relationships;

/// <summary>A person at an account with whom we deal.</summary>
/// <remarks>
/// Everything personal about somebody is in this one row, so that <see cref="Erase"/> can take it away; what refers to a contact
/// refers to its <see cref="Id"/>.
/// </remarks>
public sealed class Contact
{
    /// <summary>Longest code accepted, in characters.</summary>
    public const int CodeLength = 64;

    /// <summary>Longest name accepted, in characters.</summary>
    public const int NameLength = 200;

    private Contact() { }

    /// <summary>A new contact.</summary>
    /// <param name="code">Unique business key; surrounding blanks are removed.</param>
    /// <param name="accountId">Where the person works.</param>
    /// <param name="name">The full name as the person writes it.</param>
    /// <exception cref="DomainRuleException">The code or the name is empty.</exception>
    public Contact(string code, int accountId, string name)
    {
        Code = string.IsNullOrWhiteSpace(code) ? throw new DomainRuleException("A contact needs a code.") : code.Trim();
        AccountId = accountId;
        Rename(name);
    }

    /// <summary>Surrogate key, given by the database.</summary>
    public int Id { get; private set; }

    /// <summary>Unique business key under which imports know the contact.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Where the person works.</summary>
    public int AccountId { get; set; }

    /// <summary>Full name as the person writes it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Job title.</summary>
    public string? Title { get; set; }

    /// <summary>Department in the customer's own words.</summary>
    public string? Department { get; set; }

    /// <summary>Business e-mail.</summary>
    public string? Email { get; set; }

    /// <summary>Telephone at work.</summary>
    public string? Phone { get; set; }

    /// <summary>Mobile telephone.</summary>
    public string? Mobile { get; set; }

    /// <summary>Which side of the customer the person stands for.</summary>
    public ContactSide? Side { get; set; }

    /// <summary>The part the person plays when something is bought.</summary>
    public BuyingRole? Role { get; set; }

    /// <summary>Weight in decisions, 1 (little) to 5 (decides); null when not rated.</summary>
    public int? Influence { get; set; }

    /// <summary>Attitude to us, −2 (against) to +2 (for); null when not rated.</summary>
    public int? Stance { get; set; }

    /// <summary>The contact's superior; contacts of an account form a tree.</summary>
    public int? ReportsToId { get; set; }

    /// <summary>How close to power the person is.</summary>
    public PoliticalStatus? Status { get; set; }

    /// <summary>By what the person decides.</summary>
    public DecisionOrientation? Orientation { get; set; }

    /// <summary>The last day on which somebody of ours spoke or wrote with the person.</summary>
    public DateOnly? LastContact { get; set; }

    /// <summary>When the contact was put away, because the person left or changed posts.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>When the personal data were taken away.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Until then the contact is kept although nobody has touched it for long; null when nobody decided so.</summary>
    public DateOnly? KeepUntil { get; private set; }

    /// <summary>Why it is kept.</summary>
    public string? KeepReason { get; private set; }

    /// <summary>The import that last wrote the contact, if any.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Where each field's value comes from, as JSON: see <see cref="Accounts.Account.FieldSources"/>.</summary>
    public string? FieldSources { get; private set; }

    /// <summary>When the contact was first recorded.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the contact was last changed, by hand or by import.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }

    /// <summary>Gives the contact another name.</summary>
    /// <exception cref="DomainRuleException">The name is empty.</exception>
    public void Rename(string name) =>
        Name = string.IsNullOrWhiteSpace(name) ? throw new DomainRuleException("A contact needs a name.") : name.Trim();

    /// <summary>Puts the contact away.</summary>
    /// <exception cref="DomainRuleException">The contact is already archived.</exception>
    public void Archive(DateTimeOffset at) =>
        ArchivedAt = ArchivedAt is null ? at : throw new DomainRuleException("The contact is already archived.");

    /// <summary>Brings an archived contact back as it was; harmless on one that is not archived.</summary>
    /// <exception cref="DomainRuleException">There is nobody left to bring back.</exception>
    public void Restore() => ArchivedAt = ErasedAt is null ? null : throw new DomainRuleException("The personal data of this contact were erased.");

    /// <summary>Keeps the contact however long nobody touches it.</summary>
    /// <exception cref="DomainRuleException">The reason is empty.</exception>
    public void Keep(DateOnly until, string reason) =>
        (KeepUntil, KeepReason) = (until, string.IsNullOrWhiteSpace(reason) ? throw new DomainRuleException("Keeping a contact needs a reason.") : reason.Trim());

    /// <summary>Notes when the contact was created or changed.</summary>
    public void Touch(DateTimeOffset at)
    {
        if (CreatedAt == default) CreatedAt = at;
        UpdatedAt = at;
    }

    /// <summary>
    /// Takes away whatever says who the person is and how somebody judged them; what remains says that someone of this side and buying role
    /// was there, not who.
    /// </summary>
    public void Erase(DateTimeOffset at)
    {
        (Name, Code) = ("–", $"erased-{Id}");
        Title = Department = Email = Phone = Mobile = KeepReason = FieldSources = null;
        (Influence, Stance, Status, Orientation, ReportsToId, LastContact, KeepUntil) = (null, null, null, null, null, null, null);
        ArchivedAt ??= at;
        ErasedAt ??= at;
    }
}

/// <summary>A person of ours who looks after a contact, and how far the relationship is.</summary>
public sealed class ContactCounterpart
{
    /// <summary>The contact looked after.</summary>
    public int ContactId { get; init; }

    /// <summary>Who of ours.</summary>
    public int PersonId { get; init; }

    /// <summary>What we are to the contact today.</summary>
    public RelationshipLevel? Now { get; set; }

    /// <summary>What we want to become.</summary>
    public RelationshipLevel? Target { get; set; }

    /// <summary>Version of the row as read.</summary>
    public uint Version { get; private set; }
}

/// <summary>The side of a customer for which a contact stands.</summary>
public enum ContactSide
{
    /// <summary>Purchasing.</summary>
    Commercial,

    /// <summary>Engineering, quality, operations.</summary>
    Technical,

    /// <summary>Management.</summary>
    Executive,

    /// <summary>Those who work with what we sell.</summary>
    User,
}

/// <summary>The part a contact plays when something is bought.</summary>
public enum BuyingRole
{
    /// <summary>Says yes or no.</summary>
    Decider,

    /// <summary>Is listened to.</summary>
    Influencer,

    /// <summary>Works with what is bought.</summary>
    User,

    /// <summary>Lets others through, or not.</summary>
    Gatekeeper,

    /// <summary>Speaks for us inside.</summary>
    Champion,

    /// <summary>Speaks against us inside.</summary>
    Blocker,
}

/// <summary>How close to power a contact is.</summary>
public enum PoliticalStatus
{
    /// <summary>Makes the decisions behind the decisions.</summary>
    InnerCircle,

    /// <summary>Works through those who do.</summary>
    PoliticalStructure,

    /// <summary>Has no part in it.</summary>
    Outside,
}

/// <summary>By what a contact decides.</summary>
public enum DecisionOrientation
{
    /// <summary>By the figures.</summary>
    Financial,

    /// <summary>By the technology.</summary>
    Technical,

    /// <summary>By trust in people.</summary>
    Relationship,

    /// <summary>By the benefit to the business.</summary>
    Business,
}

/// <summary>What we are to a contact, each step above the one before.</summary>
public enum RelationshipLevel
{
    /// <summary>One of many.</summary>
    Vendor,

    /// <summary>Believed.</summary>
    CredibleSource,

    /// <summary>Called when there is a problem.</summary>
    ProblemSolver,

    /// <summary>Asked before there is one.</summary>
    TrustedAdvisor,
}
