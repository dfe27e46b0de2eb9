using System.Globalization;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Shell;

/// <summary>How figures look in the person's language: short in tiles, full in tables and titles, a dash where there is none.</summary>
public sealed class Figures(IStringLocalizer<ShellTexts> texts)
{
    /// <summary>Shown for what is missing; always with a reason in the title, never a nought.</summary>
    public const string Missing = "–";

    const char Minus = '\u2212';
    const char Nbsp = '\u00a0';

    static readonly (decimal Step, string Unit)[] Western = [(1e9m, "B"), (1e6m, "M"), (1e3m, "K"), (1m, "")];
    static readonly (decimal Step, string Unit)[] Han = [(1e8m, "亿"), (1e4m, "万"), (1m, "")];

    static bool InChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>Three significant digits with K, M, B or 万, 亿.</summary>
    public string Compact(decimal? value)
    {
        if (value is not { } v)
            return Missing;
        var units = InChinese ? Han : Western;
        var abs = Math.Abs(v);
        var at = Array.FindIndex(units, u => abs >= u.Step);
        at = at < 0 ? units.Length - 1 : at;
        var rounded = Significant(abs / units[at].Step);
        if (at > 0 && rounded * units[at].Step >= units[at - 1].Step)
            rounded = Significant(abs / units[--at].Step);
        var places = at == units.Length - 1 && rounded == decimal.Truncate(rounded) ? 0 : Places(rounded);
        var text = rounded.ToString("N" + places, CultureInfo.CurrentCulture);
        return Sign(v, rounded) + text + (units[at].Unit.Length == 0 ? "" : Nbsp + units[at].Unit);
    }

    /// <summary>Compact, with the currency's sign in front.</summary>
    public string Money(decimal? value, string currency) => value is { } v ? WithSymbol(Compact(v), currency) : Missing;

    /// <summary>To the cent, for titles and tables.</summary>
    public string MoneyFull(decimal? value, string currency) => value is { } v ? WithSymbol(Number(v, 2), currency) : Missing;

    public string Number(decimal? value, int places = 0) => value is { } v
        ? v.ToString("N" + places, CultureInfo.CurrentCulture).Replace('-', Minus)
        : Missing;

    public string Count(long? value) => Number(value);

    /// <summary>A share from 0 to 1 as per cent with one digit.</summary>
    public string Percent(decimal? share, int places = 1) => share is { } s ? Number(s * 100, places) + Nbsp + "%" : Missing;

    /// <summary>The number shown is the number compared: two decimals.</summary>
    public string Score(decimal? score) => Number(score, 2);

    public string Points(decimal? points, int places = 1) => points is { } p ? texts["Figure.Points", Number(p, places)] : Missing;

    public string Date(DateOnly? day) => day?.ToString(InChinese ? "yyyy年M月d日" : "d MMM yyyy", CultureInfo.CurrentCulture) ?? Missing;

    public string Month(DateOnly? month) => month?.ToString(InChinese ? "yyyy年M月" : "MMM yyyy", CultureInfo.CurrentCulture) ?? Missing;

    public string Moment(DateTimeOffset? instant, TimeZoneInfo? zone = null) => instant is { } i
        ? TimeZoneInfo.ConvertTime(i, zone ?? TimeZoneInfo.Local).ToString(InChinese ? "yyyy年M月d日 HH:mm" : "d MMM yyyy, HH:mm", CultureInfo.CurrentCulture)
        : Missing;

    /// <summary>The right one of two forms that a text holds as <c>one|several</c>; a language with a single form writes just that.</summary>
    public static string Form(string forms, bool one) => forms.Split('|') is [var single, var several] ? one ? single : several : forms;

    /// <summary>¥, €, $ and £; any other currency by its code.</summary>
    public static string Symbol(string currency) => currency switch
    {
        "CNY" => "¥",
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        _ => currency + Nbsp,
    };

    static string WithSymbol(string figure, string currency) =>
        figure[0] == Minus ? Minus + Symbol(currency) + figure[1..] : Symbol(currency) + figure;

    static string Sign(decimal value, decimal shown) => value < 0 && shown != 0 ? Minus.ToString() : "";

    static decimal Significant(decimal scaled) => Math.Round(scaled, Places(scaled), MidpointRounding.AwayFromZero);

    static int Places(decimal scaled) => scaled switch
    {
        >= 100 => 0,
        >= 10 => 1,
        _ => 2,
    };
}
