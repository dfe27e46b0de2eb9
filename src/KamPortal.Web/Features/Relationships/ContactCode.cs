namespace KamPortal.Features.Relationships;

/// <summary>
/// The code of a contact that nobody gave one: made of the account and the e-mail address, else the name. A file that names the same person
/// without a code finds the contact that was entered by hand.
/// </summary>
internal static class ContactCode
{
    /// <param name="account">SQL of the account's code.</param>
    /// <param name="person">SQL of the e-mail address or name.</param>
    public static string Sql(string account, string person) => $"'C-' || left(md5(lower({account} || '|' || {person})), 16)";
}
