namespace KamPortal.Resources;

/// <summary>Names PrivacyTexts.resx and PrivacyTexts.zh-Hans.resx to <c>IStringLocalizer&lt;PrivacyTexts&gt;</c>.</summary>
public sealed class PrivacyTexts;
