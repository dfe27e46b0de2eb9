using KamPortal.Domain.Accounts;
using KamPortal.Domain.Contracts;
using KamPortal.Domain.Incentives;
using KamPortal.Domain.Markets;
using KamPortal.Domain.Opportunities;
using KamPortal.Domain.Profitability;
using KamPortal.Domain.Relationships;
using KamPortal.Domain.Scoring;
using KamPortal.Security;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Data;

/// <summary>The portfolio's database. Opened per operation; who acts is set before anything audited is saved.</summary>
public sealed class KamDbContext(DbContextOptions<KamDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<AccountTeamMember> AccountTeamMembers => Set<AccountTeamMember>();
    public DbSet<AccountAlias> AccountAliases => Set<AccountAlias>();
    public DbSet<DuplicatePair> DuplicatePairs => Set<DuplicatePair>();
    public DbSet<AccountMerge> AccountMerges => Set<AccountMerge>();
    public DbSet<AccountMergeRow> AccountMergeRows => Set<AccountMergeRow>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<BusinessUnit> BusinessUnits => Set<BusinessUnit>();
    public DbSet<ProductLine> ProductLines => Set<ProductLine>();
    public DbSet<PortfolioSettings> PortfolioSettings => Set<PortfolioSettings>();

    public DbSet<FinancialFact> FinancialFacts => Set<FinancialFact>();
    public DbSet<ExchangeRate> ExchangeRates => Set<ExchangeRate>();
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<ActivityRate> ActivityRates => Set<ActivityRate>();
    public DbSet<ActivityVolume> ActivityVolumes => Set<ActivityVolume>();
    public DbSet<AccountMonth> AccountMonths => Set<AccountMonth>();

    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<ContactCounterpart> ContactCounterparts => Set<ContactCounterpart>();
    public DbSet<Opportunity> Opportunities => Set<Opportunity>();
    public DbSet<OpportunityLine> OpportunityLines => Set<OpportunityLine>();
    public DbSet<WalletEstimate> WalletEstimates => Set<WalletEstimate>();
    public DbSet<Contract> Contracts => Set<Contract>();
    public DbSet<Market> Markets => Set<Market>();
    public DbSet<Quota> Quotas => Set<Quota>();
    public DbSet<SalesTransaction> SalesTransactions => Set<SalesTransaction>();

    public DbSet<ScoringModelVersion> ScoringModels => Set<ScoringModelVersion>();
    public DbSet<ScoringRun> ScoringRuns => Set<ScoringRun>();
    public DbSet<AccountScore> AccountScores => Set<AccountScore>();
    public DbSet<AccountRating> AccountRatings => Set<AccountRating>();

    public DbSet<ImportBatch> ImportBatches => Set<ImportBatch>();
    public DbSet<ImportFileChunk> ImportFileChunks => Set<ImportFileChunk>();
    public DbSet<ImportProblem> ImportProblems => Set<ImportProblem>();
    public DbSet<ImportBeforeImage> ImportBeforeImages => Set<ImportBeforeImage>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<IdempotentCall> IdempotentCalls => Set<IdempotentCall>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<RecurringState> RecurringStates => Set<RecurringState>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NotificationChoice> NotificationChoices => Set<NotificationChoice>();
    public DbSet<DigestSetting> DigestSettings => Set<DigestSetting>();

    public DbSet<KamUser> Users => Set<KamUser>();
    public DbSet<IdentityRole<Guid>> Roles => Set<IdentityRole<Guid>>();
    public DbSet<IdentityUserRole<Guid>> UserRoles => Set<IdentityUserRole<Guid>>();
    public DbSet<UserRegion> UserRegions => Set<UserRegion>();
    public DbSet<UserBusinessUnit> UserBusinessUnits => Set<UserBusinessUnit>();
    public DbSet<SetupToken> SetupTokens => Set<SetupToken>();
    public DbSet<UserSession> UserSessions => Set<UserSession>();
    public DbSet<IdentityUserLogin<Guid>> UserLogins => Set<IdentityUserLogin<Guid>>();
    public DbSet<IdentityUserPasskey<Guid>> UserPasskeys => Set<IdentityUserPasskey<Guid>>();
    public DbSet<LoginToken> LoginTokens => Set<LoginToken>();
    public DbSet<Authenticator> Authenticators => Set<Authenticator>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<SignInRules> SignInRules => Set<SignInRules>();
    public DbSet<Delegation> Delegations => Set<Delegation>();

    public DbSet<PrivacyRules> PrivacyRules => Set<PrivacyRules>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<ViewDefault> ViewDefaults => Set<ViewDefault>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Who is changing things, for the audit log. Saving an audited change without one is a bug and throws.</summary>
    public CurrentUser? Actor { get; set; }

    /// <summary>Why, when the person was asked.</summary>
    public string? Reason { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(KamDbContext).Assembly);
        // What an import wrote it may take back, until someone else changes it: the database notes that, see Imports.sql.
        foreach (var written in modelBuilder.Model.GetEntityTypes().Where(e => e.FindProperty("BatchId") is { } batch && !batch.IsPrimaryKey() && e.ClrType != typeof(ImportBeforeImage)).ToList())
            modelBuilder.Entity(written.ClrType).Property<bool>("EditedSince").HasDefaultValue(false);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(19, 4);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }
}
