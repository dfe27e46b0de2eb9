namespace KamPortal.Resources;

/// <summary>Names UsersTexts.resx and UsersTexts.zh-Hans.resx: the logins page.</summary>
public sealed class UsersTexts;
