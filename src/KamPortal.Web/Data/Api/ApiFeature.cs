using System.Text.Json.Serialization;
using KamPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace KamPortal.Data.Api;

/// <summary>What every endpoint of the API rests on: keys, answers to repeated calls, refusals that a program can read.</summary>
public static class ApiFeature
{
    /// <summary>Opened by keys alone.</summary>
    public const string Policy = "Api";

    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(Policy, new AuthorizationPolicyBuilder(ApiKeyHandler.SchemeName).RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(null)).Build());
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
            // A field that is not the form's is never passed over in silence, least of all one that would raise rights.
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.AllowDuplicateProperties = false;
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails(o => o.CustomizeProblemDetails = ApiProblems.Complete);
        return services;
    }

    /// <summary>Before whatever may refuse a call, so that each refusal is told in the same way.</summary>
    public static WebApplication UseApiAnswers(this WebApplication app)
    {
        app.UseWhen(ApiRoutes.IsApi, api => api.UseMiddleware<ApiAnswers>());
        return app;
    }

    /// <summary>After sign-in, where it is known whose call it is. A refusal inside is an answer too, and kept as one.</summary>
    public static WebApplication UseIdempotentCalls(this WebApplication app)
    {
        app.UseWhen(ApiRoutes.IsApi, api => api.UseMiddleware<IdempotentCalls>().UseMiddleware<ApiAnswers>());
        return app;
    }
}
