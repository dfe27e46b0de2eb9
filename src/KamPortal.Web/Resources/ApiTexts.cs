namespace KamPortal.Resources;

/// <summary>Names ApiTexts.resx and ApiTexts.zh-Hans.resx to <c>IStringLocalizer&lt;ApiTexts&gt;</c>.</summary>
public sealed class ApiTexts;
