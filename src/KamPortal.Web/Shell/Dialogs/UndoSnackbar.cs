using KamPortal.Resources;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KamPortal.Shell.Dialogs;

/// <summary>Says what was done and offers eight seconds to take it back: kinder than asking first.</summary>
public sealed class UndoSnackbar(ISnackbar snackbar, IStringLocalizer<ShellTexts> texts)
{
    public const int Milliseconds = 8000;

    public void Show(string done, Func<Task> undo) => snackbar.Add(done, Severity.Normal, o =>
    {
        o.VisibleStateDuration = Milliseconds;
        o.Action = texts["Undo"];
        o.ActionVariant = Variant.Outlined;
        o.OnClick = async _ => await undo();
        o.HideIcon = true;
    });

    /// <summary>A word of confirmation without a way back.</summary>
    public void Say(string done) => snackbar.Add(done, Severity.Normal, o => o.HideIcon = true);
}
