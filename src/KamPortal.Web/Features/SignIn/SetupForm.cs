using System.Net.Mail;
using KamPortal.Security;

namespace KamPortal.Features.SignIn;

/// <summary>What the first admin must give, and what is missing as the key of a sentence.</summary>
internal static class SetupForm
{
    public static string? Problem(string? displayName, string? email, string? password)
    {
        if (string.IsNullOrWhiteSpace(displayName) || displayName.Length > 200) return "Setup.NameNeeded";
        if (email is null || email.Length > 254 || !MailAddress.TryCreate(email.Trim(), out _)) return "Setup.EmailNeeded";
        return PasswordRules.Check(password ?? "", email, displayName) is { } problem ? $"Password.{problem}" : null;
    }
}
