namespace KamPortal.Resources;

/// <summary>Names CoverTexts.resx and CoverTexts.zh-Hans.resx: holiday cover.</summary>
public sealed class CoverTexts;
