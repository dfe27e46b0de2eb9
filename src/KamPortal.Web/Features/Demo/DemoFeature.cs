using KamPortal.Data.Jobs;
using KamPortal.Data.Seeding;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;

namespace KamPortal.Features.Demo;

/// <summary>The feature's only door: offers the demo portfolio on the admin's home and takes it away again.</summary>
public static class DemoFeature
{
    public static IServiceCollection AddDemo(this IServiceCollection services)
    {
        services.AddScoped<DemoPortfolio>().AddScoped<DemoService>();
        services.AddSingleton(new JobKind(DemoPortfolio.LoadJob, typeof(DemoTexts), (sp, job, ct) => sp.GetRequiredService<DemoPortfolio>().RunLoadAsync(job, ct)));
        services.AddSingleton(new JobKind(DemoPortfolio.RemoveJob, typeof(DemoTexts), (_, job, ct) => DemoPortfolio.RunRemoveAsync(job, ct)));
        services.AddSingleton(new HomeTile("demo", 0, typeof(DemoCard), nameof(Permission.ImportData), Wide: true));
        return services;
    }
}
