namespace KamPortal.Security;

public enum PasswordProblem
{
    TooShort,
    TooLong,
    TooCommon,
    TooPersonal,
}

/// <summary>Length is what protects: twelve characters, any of them, but none of those that guessing tries first.</summary>
public static class PasswordRules
{
    public const int MinimumLength = 12;

    /// <summary>Far beyond any password manager; it bounds the work of hashing.</summary>
    public const int MaximumLength = 256;

    private const int FewestDistinctCharacters = 5;

    /// <summary>Long enough to pass the length rule, or the stems that people lengthen with digits and signs.</summary>
    private static readonly string[] Common =
    [
        "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t", "1qaz2wsx",
        "qazwsxedc", "1234567890", "0987654321", "123456789", "987654321", "abcdefgh", "abcd1234", "letmein", "welcome", "iloveyou", "administrator", "admin",
        "changeme", "default", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "superman", "batman", "trustno1", "whatever", "starwars",
        "computer", "internet", "michelle", "charlie", "shadow", "master", "secret", "summer", "winter", "spring", "autumn", "company", "kamportal", "portal",
        "keyaccount", "keyaccountmanagement", "woaini1314", "woaini520", "5201314", "zhang123", "wang1234", "aini1314", "q1w2e3r4t5y6", "correcthorsebatterystaple",
    ];

    public static PasswordProblem? Check(string password, params string[] personal)
    {
        if (password.Length < MinimumLength) return PasswordProblem.TooShort;
        if (password.Length > MaximumLength) return PasswordProblem.TooLong;
        if (password.ToLowerInvariant().Distinct().Count() < FewestDistinctCharacters || Repeats(password) || IsCommon(password)) return PasswordProblem.TooCommon;
        return personal.SelectMany(Words).Any(word => Bare(password).Replace(word, "", StringComparison.Ordinal).Length < MinimumLength / 2
            && Bare(password).Contains(word, StringComparison.Ordinal)) ? PasswordProblem.TooPersonal : null;
    }

    // What remains of a guess once its usual decoration is taken off; digits alone are a date or a telephone number.
    private static bool IsCommon(string password)
    {
        var bare = Bare(password);
        var core = bare.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return core.Length == 0 || Common.Contains(bare) || Common.Contains(core) || Common.Any(c => bare == c + c || core == c + c);
    }

    private static bool Repeats(string password)
    {
        for (var length = 1; length <= password.Length / 3; length++)
        {
            var part = password[..length];
            if (password.Length % length == 0 && string.Concat(Enumerable.Repeat(part, password.Length / length)) == password) return true;
        }

        return false;
    }

    private static string Bare(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static IEnumerable<string> Words(string text) =>
        text.ToLowerInvariant().Split([' ', '@', '.', '-', '_', ','], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= 4);
}
