using Npgsql;

namespace KamPortal.Data.Jobs;

/// <summary>At start, and every minute after, hands over jobs whose process died between storing and scheduling.</summary>
internal sealed class ForgottenJobs(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgottenJobs> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<JobQueue>().ScheduleForgottenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or Quartz.SchedulerException)
            {
                logger.LogWarning(e, "Forgotten jobs could not be looked for; trying again in a minute");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
