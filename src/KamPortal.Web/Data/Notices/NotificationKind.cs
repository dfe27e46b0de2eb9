using Microsoft.Extensions.Localization;

namespace KamPortal.Data.Notices;

/// <summary>
/// A kind of thing that people are told about, registered by the feature in which it happens. Its texts are <c>Notice.{Key}</c>, the name
/// in the settings, and <c>Notice.{Key}.Text</c>, the sentence with the notice's words in it.
/// </summary>
/// <param name="Texts">The feature's texts.</param>
/// <param name="InApp">Whether the bell shows it, until the reader says otherwise.</param>
/// <param name="ByMail">Whether the digest tells it, until the reader says otherwise.</param>
public sealed record NotificationKind(string Key, Type Texts, bool InApp = true, bool ByMail = false)
{
    /// <summary>Who can ever get it; empty: everyone.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Turns stored words into those of the reader, where they are keys.</summary>
    public Func<IServiceProvider, IReadOnlyList<string>, object[]>? Translate { get; init; }

    public string Name(IStringLocalizerFactory texts) => texts.Create(Texts)["Notice." + Key];

    public string Say(IServiceProvider services, IReadOnlyList<string> words) =>
        services.GetRequiredService<IStringLocalizerFactory>().Create(Texts)[$"Notice.{Key}.Text", Translate?.Invoke(services, words) ?? [.. words]];
}

/// <summary>One thing to tell.</summary>
/// <param name="Kind">Key of its kind.</param>
/// <param name="Href">Where to look.</param>
/// <param name="Words">What the sentence needs.</param>
public sealed record Notice(string Kind, string Href, params string[] Words);

/// <summary>Whom to tell: one login, everyone in a role, or the login of one of our people; never the one who did it.</summary>
public sealed record Readers(Guid? Login, Guid? Role, int? Person, Guid? Except)
{
    public static Readers One(Guid? login) => new(login ?? Guid.Empty, null, null, null);

    public static Readers In(string role, Guid? except = null) => new(null, Security.Role.All[role], null, except);

    public static Readers Behind(int person, Guid? except) => new(null, null, person, except);
}
