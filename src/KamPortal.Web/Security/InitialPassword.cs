using System.Security.Cryptography;

namespace KamPortal.Security;

/// <summary>A random password for the first sign-in: about 99 bits, without characters that look alike.</summary>
public static class InitialPassword
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string Next() => string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}
