using KamPortal.Shell.Dialogs;
using MudBlazor;

namespace KamPortal.Shell.Forms;

/// <summary>Saves, and asks about mine, theirs and the original until the save goes through or the person goes back to the form.</summary>
public static class ConflictFlow
{
    /// <param name="dialogs">Where to ask.</param>
    /// <param name="edit">What to save.</param>
    /// <param name="save">The service's save.</param>
    /// <param name="label">A field's name on screen.</param>
    /// <param name="show">A field's value as it reads on screen.</param>
    /// <param name="when">An instant as it reads on screen.</param>
    /// <returns>The last answer; a conflict only when the person went back.</returns>
    public static async Task<SaveResult<TForm>> SaveAsync<TForm>(
        IDialogService dialogs, Edit<TForm> edit, Func<Edit<TForm>, Task<SaveResult<TForm>>> save,
        Func<string, string> label, Func<string, object?, string?> show, Func<DateTimeOffset?, string> when) where TForm : class, new()
    {
        while (true)
        {
            var result = await save(edit);
            if (result is not SaveResult<TForm>.Conflicting conflict) return result;
            var fields = conflict.Fields.Select(f => new FieldConflict(f, label(f), show(f, ThreeWay.Value(edit.Original, f)),
                show(f, ThreeWay.Value(edit.Mine, f)), show(f, ThreeWay.Value(conflict.Theirs, f)))).ToList();
            if (await ConflictDialog.AskAsync(dialogs, fields, conflict.By, when(conflict.At)) is not { } choices) return result;
            edit = ThreeWay.Settle(edit, conflict, choices);
        }
    }
}
