using Microsoft.AspNetCore.Authorization;

namespace KamPortal.Security;

/// <summary>Asks for a living login and, when one is named, a permission; both as the database has them now.</summary>
public sealed record PermissionRequirement(Permission? Permission) : IAuthorizationRequirement;

public static class PermissionPolicies
{
    /// <summary>One policy per permission under the permission's own name; what says nothing asks for a living login.</summary>
    public static void Register(AuthorizationOptions options)
    {
        var signedIn = Of(null);
        options.DefaultPolicy = signedIn;
        options.FallbackPolicy = signedIn;
        foreach (var permission in Enum.GetValues<Permission>()) options.AddPolicy(permission.ToString(), Of(permission));
    }

    private static AuthorizationPolicy Of(Permission? permission) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission)).Build();
}
