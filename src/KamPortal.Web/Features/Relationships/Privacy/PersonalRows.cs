using KamPortal.Data.Personal;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>Whose data these are.</summary>
public sealed record PersonRow(int Id, string Name, string? Title, string AccountCode, string Account, DateTimeOffset? ErasedAt);

/// <summary>Everything that is held about a person, by place: what an erasure would take away.</summary>
/// <param name="Fields">Names of the contact's fields that are filled in.</param>
/// <param name="Lines">Lines of the audit log about the contact. They never held what the fields said.</param>
/// <param name="Versions">Earlier versions of the contact, kept so that imports can be undone.</param>
/// <param name="Files">Uploaded files that name the person or brought the contact; each is deleted as a whole.</param>
/// <param name="Traces">Other places where the person is named.</param>
public sealed record HeldData(PersonRow Person, IReadOnlyList<string> Fields, long Lines, long Versions, int Counterparts, IReadOnlyList<StoredFile> Files, IReadOnlyList<TraceCount> Traces);

/// <summary>What an erasure came to.</summary>
/// <param name="Refusal">Resource key of why nothing was erased.</param>
public sealed record Erasure(int Contacts, int Files, IReadOnlyList<TraceCount> Traces, string? Refusal = null)
{
    public static Erasure Refused(string key) => new(0, 0, [], key);
}
