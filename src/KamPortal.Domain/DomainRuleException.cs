namespace KamPortal.Domain;

/// <summary>A rule of the business would be broken. The message is a sentence fit for the person who tried.</summary>
public sealed class DomainRuleException(string message) : Exception(message);
