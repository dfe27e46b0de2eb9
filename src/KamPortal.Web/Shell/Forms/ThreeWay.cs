using System.Reflection;
using KamPortal.Shell.Dialogs;

namespace KamPortal.Shell.Forms;

/// <summary>Brings two people's changes to one form together, field by field. A form is a class of settable properties.</summary>
public static class ThreeWay
{
    /// <summary>Fields that both changed, to different values. All others merge by themselves.</summary>
    public static IReadOnlyList<string> Conflicts<TForm>(TForm original, TForm mine, TForm theirs) where TForm : class, new() =>
        [.. Fields<TForm>().Where(f => Changed(f, original, mine) && Changed(f, original, theirs) && Changed(f, mine, theirs)).Select(f => f.Name)];

    /// <summary>Theirs, with what I changed on top; where both changed, mine.</summary>
    public static TForm Merge<TForm>(TForm original, TForm mine, TForm theirs) where TForm : class, new()
    {
        var merged = new TForm();
        foreach (var field in Fields<TForm>()) field.SetValue(merged, field.GetValue(Changed(field, original, mine) ? mine : theirs));
        return merged;
    }

    /// <summary>My next attempt after a person chose between the versions of the conflicting fields.</summary>
    public static Edit<TForm> Settle<TForm>(Edit<TForm> edit, SaveResult<TForm>.Conflicting conflict, IReadOnlyDictionary<string, ConflictChoice> choices)
        where TForm : class, new()
    {
        var settled = Merge(edit.Original, edit.Mine, conflict.Theirs);
        foreach (var field in Fields<TForm>().Where(f => choices.ContainsKey(f.Name)))
        {
            var source = choices[field.Name] switch { ConflictChoice.Theirs => conflict.Theirs, ConflictChoice.Original => edit.Original, _ => edit.Mine };
            field.SetValue(settled, field.GetValue(source));
        }

        return new(conflict.Theirs, settled, conflict.Version);
    }

    /// <summary>Both sides of the edit without surrounding blanks.</summary>
    public static Edit<TForm> Tidy<TForm>(Edit<TForm> edit) where TForm : class, new() => edit with { Original = Tidy(edit.Original), Mine = Tidy(edit.Mine) };

    /// <summary>A copy without surrounding blanks; what is blank altogether is nothing.</summary>
    public static TForm Tidy<TForm>(TForm form) where TForm : class, new()
    {
        var tidy = new TForm();
        foreach (var field in Fields<TForm>())
        {
            var value = field.GetValue(form);
            if (value is string text) value = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            field.SetValue(tidy, value);
        }

        return tidy;
    }

    public static object? Value<TForm>(TForm form, string field) => typeof(TForm).GetProperty(field)?.GetValue(form);

    private static IEnumerable<PropertyInfo> Fields<TForm>() =>
        typeof(TForm).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p is { CanRead: true, CanWrite: true });

    private static bool Changed<TForm>(PropertyInfo field, TForm from, TForm to) => !Equals(field.GetValue(from), field.GetValue(to));
}
