namespace KamPortal.Resources;

/// <summary>Names AccountImportTexts.resx and AccountImportTexts.zh-Hans.resx to <c>IStringLocalizer&lt;AccountImportTexts&gt;</c>.</summary>
public sealed class AccountImportTexts;
