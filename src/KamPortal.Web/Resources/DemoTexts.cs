namespace KamPortal.Resources;

/// <summary>Names DemoTexts.resx and DemoTexts.zh-Hans.resx to <c>IStringLocalizer&lt;DemoTexts&gt;</c>.</summary>
public sealed class DemoTexts;
