using KamPortal.Data;
using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Data.Seeding;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Scoring;

/// <summary>The feature's only door.</summary>
public static class ScoringFeature
{
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<ScoringModels>().AddScoped<ScoringRunner>().AddScoped<ScoringService>().AddScoped<RatingService>();
        services.AddSingleton(new JobKind(ScoringRuns.JobKey, typeof(ScoringTexts), (sp, job, ct) => sp.GetRequiredService<ScoringRunner>().RunAsync(job, ct))
        {
            Sentence = (sp, error) => sp.GetRequiredService<IStringLocalizer<ScoringTexts>>()[error],
        });
        services.AddSingleton(new NotificationKind(ScoringRunner.FinishedNotice, typeof(ScoringTexts)));
        services.AddSingleton(new AfterDemoLoaded((sp, user, ct) => sp.GetRequiredService<ScoringService>().ScoreNowAsync(user, null, null, ct)));
        services.AddSingleton(new NavEntry(
            NavGroup.Admin, 10, Text.Of<ScoringTexts>("Nav"), "/scoring", MudBlazor.Icons.Material.Outlined.Balance, nameof(Permission.ManageScoring)));
        services.AddSingleton(new AccountTab("why", Text.Of<ScoringTexts>("Why.Tab"), 30, typeof(WhyTab), nameof(Permission.ViewTiering)));
        return services;
    }

    public static IEndpointRouteBuilder MapScoring(this IEndpointRouteBuilder routes)
    {
        ScoringApi.Map(routes);
        return routes;
    }
}
