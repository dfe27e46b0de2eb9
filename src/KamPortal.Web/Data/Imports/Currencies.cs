namespace KamPortal.Data.Imports;

/// <summary>Currencies that files name otherwise than by their ISO 4217 code.</summary>
public static class Currencies
{
    private static readonly (string Name, string Code)[] Names =
    [
        ("$", "USD"), ("US$", "USD"), ("€", "EUR"), ("EURO", "EUR"), ("£", "GBP"), ("人民币", "CNY"), ("RMB", "CNY"), ("元", "CNY"), ("美元", "USD"), ("欧元", "EUR"),
        ("英镑", "GBP"), ("日元", "JPY"), ("港元", "HKD"), ("港币", "HKD"),
    ];

    public static string? FromName(ReadOnlySpan<char> text)
    {
        foreach (var (name, code) in Names)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase)) return code;
        }

        return null;
    }
}
