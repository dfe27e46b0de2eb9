using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Lists;
using MudBlazor;

namespace KamPortal.Features.Imports;

/// <summary>The imports' only door: the wizard, its history and the jobs behind them. What can be imported other features say.</summary>
public static class ImportsFeature
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<ImportService>().AddScoped<ImportWizard>().AddSingleton<UploadedFiles>().AddSingleton<ImportRunner>().AddSingleton<UndoRunner>();
        services.AddScoped<FolderImports>().AddOptions<FolderImportOptions>().BindConfiguration("Imports");
        services.AddSingleton(new RecurringWork(FolderImports.Key, typeof(ImportsTexts), TimeSpan.FromSeconds(30), (sp, ct) => sp.GetRequiredService<FolderImports>().LookAsync(ct)));
        services.AddSingleton(new JobKind(FolderImports.Key, typeof(ImportsTexts), (sp, job, ct) => sp.GetRequiredService<FolderImports>().RunAsync(job, ct)));
        services.AddScoped<ImportFiles>().AddSingleton<ImportWords>();
        services.AddSingleton(new JobKind(ImportRunner.CheckKind, typeof(ImportsTexts), (sp, job, ct) => sp.GetRequiredService<ImportRunner>().RunAsync(job, writes: false, ct)) { Sentence = Sentence, Failed = ImportRunner.FailedNotice });
        services.AddSingleton(new JobKind(ImportRunner.ImportJobKind, typeof(ImportsTexts), (sp, job, ct) => sp.GetRequiredService<ImportRunner>().RunAsync(job, writes: true, ct)) { Sentence = Sentence, Failed = ImportRunner.FailedNotice });
        services.AddSingleton(new JobKind(UndoRunner.UndoKind, typeof(ImportsTexts), (sp, job, ct) => sp.GetRequiredService<UndoRunner>().RunAsync(job, ct)) { Sentence = Sentence });
        services.AddSingleton(new NotificationKind(ImportRunner.Finished, typeof(ImportsTexts)) { Roles = [Role.Admin] });
        services.AddSingleton(new NotificationKind(ImportRunner.Failed, typeof(ImportsTexts), ByMail: true) { Roles = [Role.Admin] });
        services.AddSingleton(new NavEntry(NavGroup.Admin, 20, Text.Of<ImportsTexts>("Nav"), "/imports", Icons.Material.Outlined.UploadFile, nameof(Permission.ImportData)));
        services.AddSingleton(new PortalCommand(20, Text.Of<ImportsTexts>("New"), "/imports/new", Permission.ImportData));
        return services;
    }

    private static string Sentence(IServiceProvider services, string error) => services.GetRequiredService<ImportWords>().Refusal(error);

    public static IEndpointRouteBuilder MapImports(this IEndpointRouteBuilder routes)
    {
        ImportApi.Map(routes);
        ImportRoutes.Map(routes);
        routes.MapListExport("/export/imports", Permission.ImportData, ImportHistory.FileAsync);
        return routes;
    }
}
