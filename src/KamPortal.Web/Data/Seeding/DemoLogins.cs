using System.Security.Cryptography;
using KamPortal.Data.Jobs;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Data.Seeding;

/// <summary>A login of the demo with the password that is shown once and kept nowhere.</summary>
public sealed record DemoLogin(string Email, string Name, string Role, string Password);

/// <summary>A demo login on its way into the database: the password only as its hash.</summary>
public sealed record DemoHash(string Email, string Hash);

/// <summary>Someone of a demo's people who can sign in; the fixed key is how the demo's removal knows its own logins.</summary>
public sealed record DemoCast(Guid Id, string Email, string Name, string Role, string? Person, string? Region);

/// <summary>The four people of each portfolio who can try it, each with another view of it.</summary>
public static class DemoLogins
{
    /// <summary>The cast of one portfolio, its director first.</summary>
    public static IReadOnlyList<DemoCast> Of(string portfolio) => DemoTable.Read(portfolio, "logins").Select(r =>
        new DemoCast(Guid.Parse(r["id"]), r["email"], r["name"], r["role"], r.Optional("person"), r.Optional("region")));

    /// <summary>The casts of all portfolios.</summary>
    internal static IEnumerable<DemoCast> All => DemoRecipe.All.SelectMany(r => Of(r.Code));

    /// <summary>New random passwords for all of a portfolio.</summary>
    public static IReadOnlyList<DemoLogin> Draw(string portfolio) => [.. Of(portfolio).Select(c => new DemoLogin(c.Email, c.Name, c.Role, Password()))];

    public static IReadOnlyList<DemoHash> Hash(IEnumerable<DemoLogin> logins)
    {
        var hasher = new PasswordHasher<KamUser>();
        return [.. logins.Select(l => new DemoHash(l.Email, hasher.HashPassword(new KamUser { DisplayName = l.Name }, l.Password)))];
    }

    /// <summary>Four groups of four without look-alikes, easy to copy from a screen; some 90 bits.</summary>
    private static string Password()
    {
        const string letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        string password;
        do password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(letters, 4)));
        while (!password.Any(char.IsDigit) || !password.Any(char.IsUpper) || !password.Any(char.IsLower));
        return password;
    }
}
