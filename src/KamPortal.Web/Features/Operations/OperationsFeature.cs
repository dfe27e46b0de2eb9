using System.Security.Claims;
using KamPortal.Data.Jobs;
using KamPortal.Data.Notices;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.Extensions.Localization;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace KamPortal.Features.Operations;

/// <summary>For those who run the portal: logs, traces, health. None of it holds names, e-mails, query strings or values.</summary>
public static class OperationsFeature
{
    public static WebApplicationBuilder AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog((services, log) =>
        {
            log.MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                // One warning per start about keys at rest; SECURITY.md says what to do about it.
                .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
                .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .ReadFrom.Configuration(builder.Configuration)
                .ReadFrom.Services(services)
                .Enrich.FromLogContext();
            // A person reads a console, a machine reads what is piped to it.
            if (builder.Configuration.GetValue("Log:Json", Console.IsOutputRedirected)) log.WriteTo.Console(new RenderedCompactJsonFormatter());
            else log.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }, preserveStaticLogger: true);
        builder.Services.AddScoped<Readiness>();
        AddTelemetry(builder);
        return builder;
    }

    /// <summary>What admins see of the portal's running, with and without a web host.</summary>
    public static IServiceCollection AddOperationPages(this IServiceCollection services)
    {
        services.AddScoped<MailService>().AddScoped<JobService>();
        services.AddSingleton(new SettingsTab(40, Text.Of<OperationsTexts>("Mail.Tab"), "/settings/mail", nameof(Permission.ManageSettings)));
        services.AddSingleton(new SettingsTab(50, Text.Of<OperationsTexts>("Jobs.Title"), "/settings/jobs", nameof(Permission.ManageSettings)));
        services.AddSingleton(new HomeTile("jobs", 50, typeof(JobsTile), nameof(Permission.ManageSettings)) { Roles = [Role.Admin] });
        services.AddSingleton(new NotificationKind(JobRunner.FailedNotice, typeof(OperationsTexts), ByMail: true)
        {
            Roles = [Role.Admin],
            Translate = (sp, words) => [sp.GetServices<JobKind>().FirstOrDefault(k => k.Key == words[0])?.Name(sp.GetRequiredService<IStringLocalizerFactory>()) ?? words[0], words[1]],
        });
        return services;
    }

    /// <summary>First of all, so that what fails later is in the log too. Paths without query, people by id.</summary>
    public static WebApplication UseOperations(this WebApplication app)
    {
        app.UseSerilogRequestLogging(o =>
        {
            o.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
            o.IncludeQueryInRequestPath = false;
            o.GetLevel = (http, _, failure) => failure is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
                : IsQuiet(http) ? LogEventLevel.Debug : LogEventLevel.Information;
            o.EnrichDiagnosticContext = (line, http) =>
            {
                if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id) line.Set("UserId", id);
            };
        });
        return app;
    }

    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous();
        routes.MapGet("/health/ready", async (Readiness readiness, CancellationToken ct) =>
            await readiness.IsReadyAsync(ct) ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)).AllowAnonymous();
        return routes;
    }

    private static bool IsQuiet(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/health") || http.Request.Path.StartsWithSegments("/_framework") || http.Request.Path.StartsWithSegments("/_content")
        || http.Request.Path.StartsWithSegments("/_blazor") || Path.HasExtension(http.Request.Path.Value);

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("KamPortal"))
            .WithTracing(t => t.AddAspNetCoreInstrumentation(o => o.Filter = http => !IsQuiet(http)).AddNpgsql())
            .WithMetrics(m => m.AddAspNetCoreInstrumentation().AddMeter("Npgsql", "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Server.Circuits"))
            .UseOtlpExporter();
    }
}
