namespace KamPortal.Resources;

/// <summary>Names ScoringTexts.resx and ScoringTexts.zh-Hans.resx to <c>IStringLocalizer&lt;ScoringTexts&gt;</c>.</summary>
public sealed class ScoringTexts;
