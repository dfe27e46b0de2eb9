using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quartz;

namespace KamPortal.Data;

/// <summary>Where the portal's database is. The owner migrates; everyday work uses the other string.</summary>
public sealed record PortalDatabase(string Owner, string App);

public static class DatabaseFeature
{
    /// <summary>Everyday access to the database: contexts per operation, raw connections for bulk work, the job queue.</summary>
    public static IHostApplicationBuilder AddDatabase(this IHostApplicationBuilder builder, PortalDatabase database)
    {
        var services = builder.Services;
        services.TryAddSystemClock();
        services.AddSingleton(database);
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(database.App) { Name = "KamPortal" }.Build());
        services.AddScoped<AuditInterceptor>().AddScoped<ReadOnlyScope>().AddScoped<ReadOnlyConnections>().AddSingleton<ActorStatement>();
        services.AddDbContextFactory<KamDbContext>(
            (sp, options) => KamDatabase.Configure(options, sp.GetRequiredService<NpgsqlDataSource>())
                .AddInterceptors(sp.GetRequiredService<AuditInterceptor>(), sp.GetRequiredService<ReadOnlyConnections>(), sp.GetRequiredService<ActorStatement>()),
            ServiceLifetime.Scoped);
        services.AddScoped(sp => sp.GetRequiredService<IDbContextFactory<KamDbContext>>().CreateDbContext());
        services.AddScoped<Users>().AddScoped<Me>();
        services.AddDataProtection().SetApplicationName("KamPortal").PersistKeysToDbContext<KamDbContext>();
        services.AddScoped<JobRunner>().AddScoped<JobQueue>();
        services.AddSingleton<Signals>().AddSingleton<Bulletin>().AddScoped<RecurringRunner>();
        services.AddOutbox(builder.Configuration);
        AddJobStore(builder, database);
        return builder;
    }

    /// <summary>Lets this process take jobs from the shared queue; subcommands run theirs themselves.</summary>
    public static IHostApplicationBuilder AddJobScheduler(this IHostApplicationBuilder builder)
    {
        builder.Services.AddQuartzHostedService(o => o.WaitForJobsToComplete = false);
        builder.Services.AddHostedService<ForgottenJobs>().AddHostedService<OutboxClock>().AddHostedService<RecurringClock>().AddHostedService<SignalListener>();
        return builder;
    }

    private static void AddJobStore(IHostApplicationBuilder builder, PortalDatabase database)
    {
        var checkIn = TimeSpan.FromSeconds(builder.Configuration.GetValue("Jobs:CheckInSeconds", 10));
        builder.Services.AddQuartz(q =>
        {
            q.ConfigureScheduler(s => s.GenerateInstanceId = true);
            q.UseDefaultThreadPool(pool => pool.MaxConcurrency = builder.Configuration.GetValue("Jobs:Concurrency", 2));
            q.UsePersistentStore(store =>
            {
                store.UsePostgres(database.App);
                store.UseSystemTextJsonSerializer();
                store.UseClustering(c => (c.CheckinInterval, c.CheckinMisfireThreshold) = (checkIn, checkIn));
            });
        });
    }

    private static void TryAddSystemClock(this IServiceCollection services) =>
        Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(services, TimeProvider.System);
}
