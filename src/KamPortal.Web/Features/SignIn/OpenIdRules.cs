using KamPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace KamPortal.Features.SignIn;

/// <summary>The company's own sign-in, as <c>OpenId</c> in the configuration names it; without an authority there is none.</summary>
/// <param name="Authority">The provider's address.</param>
/// <param name="Name">What the button calls it.</param>
/// <param name="DefaultRole">The role of people who have no login here yet; null turns them away. Never Admin.</param>
public sealed record OpenIdRules(string Authority, string Name, string? DefaultRole)
{
    public const string Scheme = "OpenId";
    public const string ExternalScheme = "KamPortal.OpenId";

    public bool IsOn => Authority.Length > 0;

    /// <exception cref="InvalidOperationException">The default role is unknown, or would make admins.</exception>
    public static OpenIdRules From(IConfiguration configuration)
    {
        var section = configuration.GetSection("OpenId");
        var role = section["DefaultRole"] is { Length: > 0 } given ? given : null;
        if (role is not null && (!Role.All.ContainsKey(role) || Permissions.RolesWith(Permission.ManageUsers).Contains(role)))
            throw new InvalidOperationException($"OpenId:DefaultRole cannot be '{role}': name a role that does not manage logins, or none.");
        return new(section["Authority"]?.TrimEnd('/') ?? "", section["Name"] is { Length: > 0 } name ? name : "OpenID Connect", role);
    }

    internal static void Add(AuthenticationBuilder schemes, IConfiguration configuration)
    {
        if (!From(configuration).IsOn) return;
        schemes.AddCookie(ExternalScheme, o => SignInFeature.ShortLived(o, ExternalScheme, SameSiteMode.Lax));
        schemes.AddOpenIdConnect(Scheme, o =>
        {
            var section = configuration.GetSection("OpenId");
            (o.Authority, o.ClientId, o.ClientSecret) = (section["Authority"], section["ClientId"], section["ClientSecret"]);
            o.RequireHttpsMetadata = section.GetValue("RequireHttps", true);
            o.SignInScheme = ExternalScheme;
            o.CallbackPath = "/account/openid/callback";
            (o.ResponseType, o.ResponseMode, o.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
            (o.SaveTokens, o.MapInboundClaims, o.GetClaimsFromUserInfoEndpoint) = (false, false, section.GetValue("AskUserInfo", true));
            o.ClaimActions.MapUniqueJsonKey("email", "email");
            o.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
            o.ClaimActions.MapUniqueJsonKey("name", "name");
            o.Scope.Add("email"); // Beside openid and profile, which are there already.
            // The provider sends the person back by an ordinary link, with which Lax cookies come along.
            o.CorrelationCookie.SameSite = o.NonceCookie.SameSite = SameSiteMode.Lax;
            o.CorrelationCookie.SecurePolicy = o.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.Events.OnRemoteFailure = failed =>
            {
                failed.HandleResponse();
                failed.Response.Redirect("/account/sign-in?problem=OpenIdFailed");
                return Task.CompletedTask;
            };
        });
    }
}
