namespace KamPortal.Resources;

/// <summary>Names ViewsTexts.resx and ViewsTexts.zh-Hans.resx: saved views of lists.</summary>
public sealed class ViewsTexts;
