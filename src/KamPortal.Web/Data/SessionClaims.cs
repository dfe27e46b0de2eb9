using System.Security.Claims;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KamPortal.Data;

/// <summary>What a session cookie says: who, and since when. Rights are read from the database each time.</summary>
internal sealed class SessionClaims(UserManager<KamUser> users, IOptions<IdentityOptions> options, TimeProvider clock)
    : UserClaimsPrincipalFactory<KamUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(KamUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(SessionRules.DisplayName, user.DisplayName));
        identity.AddClaim(SessionRules.SignedIn(clock.GetUtcNow()));
        return identity;
    }
}

/// <summary>Our password rules for every path that Identity knows.</summary>
internal sealed class PasswordValidator : IPasswordValidator<KamUser>
{
    public Task<IdentityResult> ValidateAsync(UserManager<KamUser> manager, KamUser user, string? password) =>
        Task.FromResult(PasswordRules.Check(password ?? "", user.Email ?? "", user.DisplayName) is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = problem.ToString(), Description = problem.ToString() })
            : IdentityResult.Success);
}
