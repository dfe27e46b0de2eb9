namespace KamPortal.Resources;

/// <summary>Names SettingsTexts.resx and SettingsTexts.zh-Hans.resx to <c>IStringLocalizer&lt;SettingsTexts&gt;</c>.</summary>
public sealed class SettingsTexts;
