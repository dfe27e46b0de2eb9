namespace KamPortal.Resources;

/// <summary>Names RelationshipsTexts.resx and RelationshipsTexts.zh-Hans.resx to <c>IStringLocalizer&lt;RelationshipsTexts&gt;</c>.</summary>
public sealed class RelationshipsTexts;
