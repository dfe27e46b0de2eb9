namespace KamPortal.Resources;

/// <summary>Names PeopleTexts.resx and PeopleTexts.zh-Hans.resx to <c>IStringLocalizer&lt;PeopleTexts&gt;</c>.</summary>
public sealed class PeopleTexts;
