using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace KamPortal.Shell.Forms;

/// <summary>The steps that saving a form on top of other people's changes has everywhere.</summary>
public static class MergingSave
{
    private const int Attempts = 4;

    /// <summary>Reads and writes once more when somebody saved between our read and our write.</summary>
    public static async Task<T> AgainAsync<T>(Func<Task<T>> once)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await once();
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // The row is not what it was when we read it.
            }
        }
    }

    /// <summary>False when both changed the same <paramref name="fields"/> to different values; else what to store.</summary>
    public static bool TryMerge<TForm>(this Edit<TForm> edit, TForm theirs, uint version, [NotNullWhen(true)] out TForm? merged, out IReadOnlyList<string> fields)
        where TForm : class, new()
    {
        var untouched = version == edit.Version;
        fields = untouched ? [] : ThreeWay.Conflicts(edit.Original, edit.Mine, theirs);
        merged = fields.Count > 0 ? null : untouched ? edit.Mine : ThreeWay.Merge(edit.Original, edit.Mine, theirs);
        return merged is not null;
    }

    /// <summary>A sentence for each field that breaks a rule, or null when all is well.</summary>
    public static SaveResult<TForm>? Refusal<TForm>(this IValidator<TForm> validator, TForm form) => validator.Validate(form) is { IsValid: false } wrong
        ? new SaveResult<TForm>.Invalid(wrong.Errors.GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.First().ErrorMessage))
        : null;
}
