namespace KamPortal.Resources;

/// <summary>Names ShellTexts.resx and ShellTexts.zh-Hans.resx to <c>IStringLocalizer&lt;ShellTexts&gt;</c>.</summary>
public sealed class ShellTexts;
