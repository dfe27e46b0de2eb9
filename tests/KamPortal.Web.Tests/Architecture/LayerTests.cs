using System.Reflection;
using ArchUnitNET.Fluent;
using Microsoft.AspNetCore.Components;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace KamPortal.Web.Tests.Architecture;

public sealed class LayerTests
{
    public static TheoryData<string> AllFeatures => [.. Kam.Features];

    [Theory]
    [InlineData("Domain", "Security|Data|Shell|Features|Commands")]
    [InlineData("Security", "Data|Shell|Features|Commands")]
    [InlineData("Data", "Shell|Features|Commands")]
    [InlineData("Shell", "Data|Features|Commands")]
    [InlineData("Features", "Commands")]
    public void A_layer_depends_only_on_what_is_below_it(string layer, string above) =>
        Kam.Violations(Layered(layer, above)).ShouldBeEmpty();

    [Theory, MemberData(nameof(AllFeatures))]
    public void A_feature_depends_on_no_other_feature(string feature) => Kam.Violations(Alone(feature)).ShouldBeEmpty();

    [Fact]
    public void Components_touch_no_database() => Kam.Violations(ComponentsWithoutDatabase(Web)).ShouldBeEmpty();

    [Fact]
    public void The_rules_can_fail()
    {
        Kam.Violations(Alone("Canary", includeTests: true)).ShouldContain("GuiltyFeature");
        Kam.Violations(Layered("Shell", "Features", includeTests: true)).ShouldContain("GuiltyShell");
        Kam.Violations(ComponentsWithoutDatabase("KamPortal.Web.Tests")).ShouldContain("GuiltyComponent");
    }

    [Fact]
    public void The_domain_references_nothing_but_the_runtime() =>
        Kam.DomainAssembly.GetReferencedAssemblies().Select(a => a.Name!)
            .ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal) || name == "netstandard");

    [Fact]
    public void The_domain_is_never_asynchronous() =>
        Kam.DomainAssembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => typeof(Task).IsAssignableFrom(m.ReturnType)).Select(m => $"{m.DeclaringType}.{m.Name}").ShouldBeEmpty();

    [Fact]
    public void No_interface_has_a_single_implementation()
    {
        var types = Kam.WebAssembly.GetTypes().Concat(Kam.DomainAssembly.GetTypes()).ToList();
        types.Where(t => t.IsInterface && t.Namespace?.StartsWith("KamPortal", StringComparison.Ordinal) == true)
            .Where(i => types.Count(t => t.IsClass && i.IsAssignableFrom(t)) == 1)
            .Select(i => i.FullName!).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_kept_in_drawers() =>
        Kam.WebAssembly.GetTypes().Concat(Kam.DomainAssembly.GetTypes())
            .Where(t => t.Namespace?.StartsWith("KamPortal", StringComparison.Ordinal) == true)
            .Where(t => DrawerWords.Any(w => t.Name.EndsWith(w, StringComparison.Ordinal) || t.Namespace!.Split('.').Contains(w)))
            .Select(t => t.FullName!).ShouldBeEmpty();

    private static readonly string[] DrawerWords = ["Common", "Helper", "Helpers", "Utils", "Utilities", "Manager", "Repository"];

    private static string Web => Kam.WebAssembly.GetName().Name!;

    private static IArchRule Layered(string layer, string above, bool includeTests = false) =>
        Types().That().ResideInNamespaceMatching(Kam.In(layer)).And().AreNot(Excluded(includeTests)).Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching(Kam.In($"({above})")));

    private static IArchRule Alone(string feature, bool includeTests = false) =>
        Types().That().ResideInNamespaceMatching(Kam.In($@"Features\.{feature}")).And().AreNot(Excluded(includeTests)).Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^KamPortal\.Features\.(?!{feature}(\.|$))"));

    private static IArchRule ComponentsWithoutDatabase(string assembly) =>
        Types().That().ResideInAssembly(assembly == Web ? Kam.WebAssembly : typeof(Kam).Assembly)
            .And().AreAssignableTo(typeof(ComponentBase)).Should()
            .NotDependOnAny(Types().That().HaveFullName(typeof(Data.KamDbContext).FullName!)
                .Or().ResideInNamespaceMatching(@"^Microsoft\.EntityFrameworkCore(\.|$)").Or().ResideInNamespaceMatching(@"^Npgsql(\.|$)"));

    private static IEnumerable<ArchUnitNET.Domain.IType> Excluded(bool includeTests) =>
        includeTests ? [] : Types().That().ResideInNamespaceMatching(@"Canary").GetObjects(Kam.Architecture);
}
