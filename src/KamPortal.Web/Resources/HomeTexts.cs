namespace KamPortal.Resources;

/// <summary>Names HomeTexts.resx and HomeTexts.zh-Hans.resx to <c>IStringLocalizer&lt;HomeTexts&gt;</c>.</summary>
public sealed class HomeTexts;
