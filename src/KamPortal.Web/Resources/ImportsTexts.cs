namespace KamPortal.Resources;

/// <summary>Names ImportsTexts.resx and ImportsTexts.zh-Hans.resx to <c>IStringLocalizer&lt;ImportsTexts&gt;</c>.</summary>
public sealed class ImportsTexts;
