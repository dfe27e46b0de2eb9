using KamPortal.Data;
using KamPortal.Features.Accounts.Imports;
using KamPortal.Features.Accounts;
using KamPortal.Features.Api;
using KamPortal.Features.Audit;
using KamPortal.Features.Contracts.Imports;
using KamPortal.Features.Cover;
using KamPortal.Features.Demo;
using KamPortal.Features.Home;
using KamPortal.Features.Imports;
using KamPortal.Features.Incentives.Imports;
using KamPortal.Features.Markets.Imports;
using KamPortal.Features.Merging;
using KamPortal.Features.Opportunities.Imports;
using KamPortal.Features.Notifications;
using KamPortal.Features.Operations;
using KamPortal.Features.People;
using KamPortal.Features.Profitability.Imports;
using KamPortal.Features.Profitability;
using KamPortal.Features.Relationships.Imports;
using KamPortal.Features.Relationships;
using KamPortal.Features.Scoring;
using KamPortal.Features.Settings;
using KamPortal.Features.Tiering;
using KamPortal.Features.Users;
using KamPortal.Features.Views;
using KamPortal.Features.Webhooks;

namespace KamPortal;

/// <summary>The features of the portal, one line each: what the web host and the subcommands share.</summary>
public static class PortalFeatures
{
    public static IHostApplicationBuilder AddPortal(this IHostApplicationBuilder builder, PortalDatabase database)
    {
        builder.AddDatabase(database);
        var services = builder.Services;
        services.AddUsers().AddCover();
        services.AddAudit();
        services.AddViews();
        services.AddDemo();
        services.AddHome();
        services.AddImports().AddImportKinds();
        services.AddScoring().AddTiering();
        services.AddAccounts().AddMerging().AddRelationships().AddProfitability().AddPeople().AddSettings();
        services.AddApi().AddWebhooks();
        services.AddNotifications().AddOperationPages();
        return builder;
    }

    /// <summary>What can be imported.</summary>
    public static IServiceCollection AddImportKinds(this IServiceCollection services) => services
        .AddAccountImports().AddProfitabilityImports().AddRelationshipsImports().AddOpportunitiesImports()
        .AddContractsImports().AddMarketsImports().AddIncentivesImports();
}
