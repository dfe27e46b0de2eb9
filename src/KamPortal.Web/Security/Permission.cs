namespace KamPortal.Security;

/// <summary>A thing someone may do. Each is both a page policy and a check in the service that does it.</summary>
public enum Permission
{
    /// <summary>See the accounts in one's scope.</summary>
    ViewAccounts,

    /// <summary>Create, change and archive accounts in one's scope.</summary>
    EditAccounts,

    /// <summary>Merge accounts in one's scope that are one company, and part them again.</summary>
    MergeAccounts,

    /// <summary>See tiers, scores and the tiering dashboard for the accounts in one's scope.</summary>
    ViewTiering,

    /// <summary>Rate accounts in one's scope on judged criteria.</summary>
    RateAccounts,

    /// <summary>Edit and publish scoring models, and run them.</summary>
    ManageScoring,

    /// <summary>Import data, and load or remove the demo portfolio.</summary>
    ImportData,

    /// <summary>Change settings, regions, segments, business units, product lines, activity rates.</summary>
    ManageSettings,

    /// <summary>Create logins and grant roles.</summary>
    ManageUsers,

    /// <summary>Read the audit log.</summary>
    ViewAudit,

    /// <summary>Hand out and erase what is held about a person, and decide how long it is kept.</summary>
    ManagePrivacy,
}

/// <summary>Which roles hold which permission: the one table that pages and services both read.</summary>
public static class Permissions
{
    private static readonly string[] Sales = [Role.AccountManager, Role.TechnicalSpecialist, Role.SalesDirector, Role.Admin];

    public static IReadOnlySet<string> RolesWith(Permission permission) => permission switch
    {
        Permission.ViewAccounts => Set([.. Sales, Role.Finance, Role.InsideSales, Role.Viewer]),
        Permission.ViewTiering => Set([.. Sales, Role.Finance, Role.Viewer]),
        Permission.EditAccounts => Set([Role.AccountManager, Role.SalesDirector, Role.Admin]),
        Permission.MergeAccounts => Set([Role.SalesDirector, Role.Admin]),
        Permission.RateAccounts => Set(Sales),
        Permission.ManageScoring or Permission.ImportData or Permission.ManageSettings or Permission.ManageUsers or Permission.ViewAudit or Permission.ManagePrivacy
            => Set([Role.Admin]),
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "Every permission names its roles here."),
    };

    /// <summary>Whether it lets somebody see and nothing else; only such permissions remain to who looks at the portal as another.</summary>
    public static bool OnlyReads(Permission permission) => permission is Permission.ViewAccounts or Permission.ViewTiering or Permission.ViewAudit;

    private static HashSet<string> Set(string[] roles) => [.. roles];
}
