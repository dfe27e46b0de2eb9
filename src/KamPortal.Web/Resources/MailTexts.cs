namespace KamPortal.Resources;

/// <summary>Names MailTexts.resx and MailTexts.zh-Hans.resx to <c>IStringLocalizer&lt;MailTexts&gt;</c>.</summary>
public sealed class MailTexts;
