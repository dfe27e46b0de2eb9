namespace KamPortal.Resources;

/// <summary>Names SecurityTexts.resx and SecurityTexts.zh-Hans.resx: first run, signing in, passwords.</summary>
public sealed class SecurityTexts;
