using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KamPortal.Security;

/// <summary>The codes of authenticator apps: six digits that change every half minute (RFC 6238).</summary>
public static class Totp
{
    public const int Digits = 6;

    private const int StepSeconds = 30, SecretBytes = 20;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step whose code this is: now, just before or just after, but later than <paramref name="after"/>, so that no code works twice.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now, long after)
    {
        var (given, current) = (Encoding.ASCII.GetBytes(code.Replace(" ", "", StringComparison.Ordinal)), now.ToUnixTimeSeconds() / StepSeconds);
        long? found = null;
        for (var step = current - 1; step <= current + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), given) && step > after) found = step;
        }

        return found;
    }

    public static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // SHA-1 is what every authenticator app computes; as a keyed hash it stands.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>What the app reads from the picture.</summary>
    public static string Address(byte[] secret, string account) =>
        $"otpauth://totp/KamPortal:{Uri.EscapeDataString(account)}?secret={Base32(secret)}&issuer=KamPortal&digits={Digits}&period={StepSeconds}";

    public static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (buffer, bits) = ((buffer << 8 | b) & 0xfff, bits + 8);
            while (bits >= 5) text.Append(Alphabet[buffer >> (bits -= 5) & 31]);
        }

        if (bits > 0) text.Append(Alphabet[buffer << (5 - bits) & 31]);
        return text.ToString();
    }
}
