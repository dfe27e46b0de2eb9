using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace KamPortal.Web.Tests.Architecture;

/// <summary>The portal as the architecture tests see it, read from its assemblies once.</summary>
internal static class Kam
{
    public static readonly System.Reflection.Assembly WebAssembly = typeof(Program).Assembly;

    public static readonly System.Reflection.Assembly DomainAssembly = typeof(Domain.DomainRuleException).Assembly;

    public static readonly ArchUnitNET.Domain.Architecture Architecture =
        new ArchLoader().LoadAssemblies(DomainAssembly, WebAssembly, typeof(Kam).Assembly).Build();

    /// <summary>Read from the assembly, so that a new feature is covered the day it appears.</summary>
    public static IEnumerable<string> Features => WebAssembly.GetTypes()
        .Select(t => t.Namespace ?? "")
        .Where(n => n.StartsWith("KamPortal.Features.", StringComparison.Ordinal))
        .Select(n => n.Split('.')[2]).Distinct().Order();

    public static string In(string area) => $@"^KamPortal\.{area}(\.|$)";

    /// <summary>What the rule found wrong; empty when it holds.</summary>
    public static string Violations(ArchUnitNET.Fluent.IArchRule rule) =>
        string.Join(Environment.NewLine, rule.Evaluate(Architecture).Where(r => !r.Passed).Select(r => r.Description));
}
