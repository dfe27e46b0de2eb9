namespace KamPortal.Resources;

/// <summary>Names PortfolioImportTexts.resx and PortfolioImportTexts.zh-Hans.resx to <c>IStringLocalizer&lt;PortfolioImportTexts&gt;</c>.</summary>
public sealed class PortfolioImportTexts;
