namespace KamPortal.Data;

/// <summary>A list as somebody likes to see it: filters, order, columns and density under a name.</summary>
public sealed class SavedView
{
    public const int NameLength = 80, SlugLength = 80, StateLength = 4000, ListLength = 40;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Which list it is a view of.</summary>
    public required string List { get; init; }

    /// <summary>Its name in addresses, unique in the list.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>The list's address, from the question mark on.</summary>
    public required string State { get; set; }

    public required Guid OwnerId { get; init; }

    /// <summary>Offered to everyone who may open the list.</summary>
    public bool Shared { get; set; }
}

/// <summary>The view a list opens with, for one login or for a role.</summary>
/// <param name="Who">A login's id, or a role.</param>
public sealed record ViewDefault(string List, string Who, Guid ViewId);
