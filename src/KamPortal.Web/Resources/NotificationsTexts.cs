namespace KamPortal.Resources;

/// <summary>Names NotificationsTexts.resx and NotificationsTexts.zh-Hans.resx to <c>IStringLocalizer&lt;NotificationsTexts&gt;</c>.</summary>
public sealed class NotificationsTexts;
