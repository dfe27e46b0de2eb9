namespace KamPortal.Resources;

/// <summary>Names MergingTexts.resx and MergingTexts.zh-Hans.resx to <c>IStringLocalizer&lt;MergingTexts&gt;</c>.</summary>
public sealed class MergingTexts;
