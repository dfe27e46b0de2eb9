using System.Globalization;
using KamPortal.Security;
using MimeKit;

namespace KamPortal.Data.Outgoing;

/// <summary>Who gets a letter, and in which language.</summary>
/// <param name="Language">A culture such as <c>zh-CN</c>; null is English.</param>
public sealed record Recipient(string Address, string Name, string? Language)
{
    private static readonly CultureInfo English = new("en");

    public static Recipient Of(KamUser login) => new(login.Email!, login.DisplayName, login.Language);

    /// <summary>Whether a letter can go there: one plain address without a line break or a display name smuggled in.</summary>
    public static bool IsAddress(string text) =>
        !text.Any(char.IsControl) && MailboxAddress.TryParse(text, out var parsed) && parsed.Address == text && text.Contains('@', StringComparison.Ordinal);

    /// <summary>Says something in the reader's language, whoever is at work.</summary>
    public T Say<T>(Func<T> write)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Language is null ? English : CultureInfo.GetCultureInfo(Language);
            return write();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }
}
