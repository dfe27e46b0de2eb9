using FluentValidation;
using KamPortal.Data.Jobs;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.OpenApi;
using Npgsql;
using Scalar.AspNetCore;

namespace KamPortal.Features.Api;

/// <summary>The folder's only door: keys, and the document that tells programs what there is. The endpoints are other features'.</summary>
public static class ApiFeature
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<ApiKeyService>().AddScoped<IValidator<ApiKeyForm>, ApiKeyFormValidator>();
        services.AddSingleton(new SettingsTab(60, Text.Of<ApiTexts>("Keys"), "/settings/api-keys", nameof(Permission.ManageUsers)));
        services.AddSingleton(new RecurringWork("api.calls", typeof(ApiTexts), TimeSpan.FromHours(1), ForgetAsync));
        services.AddOpenApi("v1", o =>
        {
            o.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            o.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "KamPortal", Version = "v1", Description = "Key account management: accounts, contacts, facts, imports, models, runs and scores. A key (Settings, API keys) goes into the header Authorization: Bearer." };
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" } };
                document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>For whoever is signed in; strangers learn nothing.</summary>
    public static IEndpointRouteBuilder MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().RequireAuthorization();
        routes.MapScalarApiReference("/api/docs", (o, http) =>
        {
            o.Title = "KamPortal API";
            o.DefaultFonts = false;
            o.Telemetry = false;
            o.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            o.HideClientButton = true;
            o.DisableAgent();
            o.Nonce = http.Items[SecurityHeaders.NonceItem] as string;
            // The page would try whether code may be made from text, which our policy refuses: it is told beforehand.
            o.HeadContent = $"<script nonce=\"{o.Nonce}\">globalThis.__zod_globalConfig = {{ jitless: true }}</script>";
        }).RequireAuthorization();
        return routes;
    }

    private static async Task ForgetAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("delete from idempotent_calls where started_at < $1");
        command.Parameters.Add(new() { Value = services.GetRequiredService<TimeProvider>().GetUtcNow() - TimeSpan.FromHours(24) });
        await command.ExecuteNonQueryAsync(ct);
    }
}
