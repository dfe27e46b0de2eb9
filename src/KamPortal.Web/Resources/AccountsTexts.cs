namespace KamPortal.Resources;

/// <summary>Names AccountsTexts.resx and AccountsTexts.zh-Hans.resx to <c>IStringLocalizer&lt;AccountsTexts&gt;</c>.</summary>
public sealed class AccountsTexts;
