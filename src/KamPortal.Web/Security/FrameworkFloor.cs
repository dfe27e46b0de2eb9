using System.Reflection;
using Microsoft.AspNetCore.DataProtection;

namespace KamPortal.Security;

/// <summary>Refuses to start on a framework in which anyone can forge the session cookie (CVE-2026-40372, up to 10.0.6).</summary>
internal static class FrameworkFloor
{
    public static readonly Version Lowest = new(10, 0, 7);

    public static void Check()
    {
        var loaded = typeof(DataProtectionProvider).Assembly;
        var version = VersionOf(loaded.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0");
        if (version < Lowest)
            throw new InvalidOperationException($"ASP.NET Core data protection {version} is not safe: install the .NET runtime {Lowest} or later.");
    }

    internal static Version VersionOf(string informational)
    {
        var text = informational.Split('+', '-')[0];
        return Version.TryParse(text, out var version) ? version : new Version(0, 0, 0);
    }
}
