using System.Reflection;
using KamPortal.Data;
using KamPortal.Security;
using KamPortal.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Web.Tests.Architecture;

/// <summary>A feature knows no other: without any one of them all that is left can still be made.</summary>
public sealed class FeatureRemovalTests
{
    public static TheoryData<string> Doors => [.. Adders().Select(a => a.DeclaringType!.Name)];

    [Theory]
    [MemberData(nameof(Doors))]
    public void The_portal_is_whole_without_the_feature(string left) => Should.NotThrow(() => Build(a => a.DeclaringType!.Name != left));

    [Fact]
    public void A_service_whose_need_nobody_fills_is_found() =>
        Should.Throw<AggregateException>(() => Build(_ => true, services => services.AddSingleton<NeedsWhatNobodyAdds>()));

    private static void Build(Func<MethodInfo, bool> chosen, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddDatabase(new("Host=none", "Host=none")).AddJobScheduler();
        builder.Services.AddShell();
        foreach (var add in Adders().Where(chosen))
            add.Invoke(null, [add.GetParameters()[0].ParameterType == typeof(IServiceCollection) ? builder.Services : builder]);
        builder.AddSecurity().AddLogins();
        more?.Invoke(builder.Services);
        builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }).Dispose();
    }

    private static IEnumerable<MethodInfo> Adders() =>
        from type in typeof(PortalFeatures).Assembly.GetTypes()
        where type.Namespace?.StartsWith("KamPortal.Features.", StringComparison.Ordinal) == true && type.Name.EndsWith("Feature", StringComparison.Ordinal)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        where method.Name.StartsWith("Add", StringComparison.Ordinal) && method.GetParameters() is [{ ParameterType: var only }] && (only == typeof(IServiceCollection) || only.IsAssignableFrom(typeof(WebApplicationBuilder)))
        select method;

    private sealed class NeedsWhatNobodyAdds(IFormatProvider nobody)
    {
        public override string ToString() => nobody.ToString()!;
    }
}
