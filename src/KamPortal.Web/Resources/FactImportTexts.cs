namespace KamPortal.Resources;

/// <summary>Names FactImportTexts.resx and FactImportTexts.zh-Hans.resx to <c>IStringLocalizer&lt;FactImportTexts&gt;</c>.</summary>
public sealed class FactImportTexts;
