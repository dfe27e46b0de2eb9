namespace KamPortal.Resources;

/// <summary>Names TieringTexts.resx and TieringTexts.zh-Hans.resx to <c>IStringLocalizer&lt;TieringTexts&gt;</c>.</summary>
public sealed class TieringTexts;
