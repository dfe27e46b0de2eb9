using System.Globalization;
using System.Text.RegularExpressions;

namespace KamPortal.Data.Copy;

/// <summary>Units that a column name gives its amounts: 销售额（万元）, Umsatz in TEUR, Revenue ($ million).</summary>
public static partial class MoneyUnits
{
    /// <summary>The units that a person may choose for a file.</summary>
    public static readonly IReadOnlyList<int> Offered = [1, 1_000, 10_000, 1_000_000];

    /// <summary>The column name without its unit, and what one of it stands for; null when it names none.</summary>
    public static (string Name, int? Unit) Split(string header)
    {
        var match = Unit().Match(header);
        if (!match.Success) return (header, null);
        var word = match.Groups["unit"].Value.ToLower(CultureInfo.InvariantCulture);
        var unit = word switch
        {
            "百万" or "million" or "millions" or "mio" or "mio." or "mn" => 1_000_000,
            "万" => 10_000,
            _ => 1_000,
        };
        return (header.Remove(match.Index, match.Length).Trim(), unit);
    }

    [GeneratedRegex(@"\s*(?:[(（\[]\s*(?:in\s+)?(?:[$€£¥￥]|[A-Z]{3})?\s*|\sin\s+(?:[$€£¥￥]|[A-Z]{3})?\s*)(?<unit>百万|千|万|thousands?|millions?|Mio\.?|mn|Tsd\.?|T(?=€|EUR|USD|CHF)|k|'?000s?)\s*(?:元|€|\$|£|¥|￥|[A-Z]{3}|人民币|美元|欧元)?\s*[)）\]]?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}
