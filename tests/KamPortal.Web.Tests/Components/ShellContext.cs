using System.Globalization;
using Bunit;
using KamPortal.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace KamPortal.Web.Tests.Components;

/// <summary>What every component of the shell needs, in the language a test asks for.</summary>
public abstract class ShellContext : BunitContext, IAsyncLifetime
{
    protected ShellContext()
    {
        Services.AddLogging();
        Services.AddShellComponents();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Speak("en");
    }

    protected static void Speak(string culture) =>
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new(culture), new(culture));

    protected T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public Task InitializeAsync() => Task.CompletedTask;

    // MudBlazor's services can only be disposed asynchronously.
    async Task IAsyncLifetime.DisposeAsync() => await base.DisposeAsync();
}
