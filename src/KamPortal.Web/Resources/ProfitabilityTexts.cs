namespace KamPortal.Resources;

/// <summary>Names ProfitabilityTexts.resx and ProfitabilityTexts.zh-Hans.resx to <c>IStringLocalizer&lt;ProfitabilityTexts&gt;</c>.</summary>
public sealed class ProfitabilityTexts;
