namespace KamPortal.Resources;

/// <summary>Names WebhooksTexts.resx and WebhooksTexts.zh-Hans.resx to <c>IStringLocalizer&lt;WebhooksTexts&gt;</c>.</summary>
public sealed class WebhooksTexts;
