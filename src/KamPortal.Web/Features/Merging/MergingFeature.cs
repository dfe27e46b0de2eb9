using KamPortal.Data.Jobs;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;

namespace KamPortal.Features.Merging;

/// <summary>The folder's only door: accounts that may be one, and accounts that become one.</summary>
public static class MergingFeature
{
    public static IServiceCollection AddMerging(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<DuplicateSearch>().AddScoped<DuplicateService>().AddScoped<MergeReading>().AddScoped<MergeService>();
        services.AddSingleton(new JobKind(DuplicateSearch.Key, typeof(MergingTexts), (sp, job, ct) => sp.GetRequiredService<DuplicateSearch>().RunAsync(job, ct)));
        services.AddSingleton(new RecurringWork(DuplicateSearch.Key, typeof(MergingTexts), TimeSpan.FromHours(1), (sp, ct) => sp.GetRequiredService<DuplicateSearch>().AskAtNightAsync(ct)));
        services.AddSingleton(new PortalCommand(40, Text.Of<MergingTexts>("Duplicates.Title"), "/accounts/duplicates", Permission.MergeAccounts));
        return services;
    }
}
