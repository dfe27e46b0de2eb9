namespace KamPortal.Resources;

/// <summary>Names AuditTexts.resx and AuditTexts.zh-Hans.resx: the audit log.</summary>
public sealed class AuditTexts;
