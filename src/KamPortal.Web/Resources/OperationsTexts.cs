namespace KamPortal.Resources;

/// <summary>Names OperationsTexts.resx and OperationsTexts.zh-Hans.resx to <c>IStringLocalizer&lt;OperationsTexts&gt;</c>.</summary>
public sealed class OperationsTexts;
