using System.Security.Cryptography;
using KamPortal.Data.Jobs;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;

namespace KamPortal.Data.Seeding;

/// <summary>A login of the demo with the password that is shown once and kept nowhere.</summary>
public sealed record DemoLogin(string Email, string Name, string Role, string Password);

/// <summary>A demo login on its way into the database: the password only as its hash.</summary>
public sealed record DemoHash(string Email, string Hash);

/// <summary>The four people who can try the demo, each with another view of it.</summary>
public static class DemoLogins
{
    internal sealed record Cast(Guid Id, string Email, string Name, string Role, string? Person, string? Region);

    /// <summary>Fixed keys, by which the demo's removal knows its own logins.</summary>
    internal static IReadOnlyList<Cast> All { get; } =
    [
        new(new("0196b000-0000-7000-8000-00000000d001"), "wang.jing@demo.example", "Wang Jing 王静", Role.SalesDirector, "P-02", "CN"),
        new(new("0196b000-0000-7000-8000-00000000d002"), "li.wei@demo.example", "Li Wei 李伟", Role.AccountManager, "P-05", null),
        new(new("0196b000-0000-7000-8000-00000000d003"), "thomas.lindner@demo.example", "Thomas Lindner", Role.AccountManager, "P-09", null),
        new(new("0196b000-0000-7000-8000-00000000d004"), "viewer@demo.example", "Demo viewer 演示访客", Role.Viewer, null, null),
    ];

    internal static Cast Director => All[0];

    /// <summary>New random passwords for all.</summary>
    public static IReadOnlyList<DemoLogin> Draw() => [.. All.Select(c => new DemoLogin(c.Email, c.Name, c.Role, Password()))];

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
