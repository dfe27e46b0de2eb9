using FluentValidation;
using KamPortal.Data;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Notifications;

/// <summary>By which ways a person hears of one kind of thing.</summary>
public sealed class ChannelChoice
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public bool InApp { get; set; }

    public bool ByMail { get; set; }
}

/// <summary>A person's own settings: what reaches them, by which way, when, and in which language.</summary>
public sealed class NotificationForm
{
    public List<ChannelChoice> Channels { get; init; } = [];

    public DigestRhythm Digest { get; set; }

    public string? Language { get; set; }

    /// <summary>Null: the company's.</summary>
    public string? TimeZone { get; set; }
}

internal sealed class NotificationFormValidator : AbstractValidator<NotificationForm>
{
    public static readonly IReadOnlyList<string> Languages = ["en", "zh-CN"];

    public NotificationFormValidator(IStringLocalizer<NotificationsTexts> texts)
    {
        RuleFor(f => f.Language).Must(l => l is not null && Languages.Contains(l)).WithMessage(_ => texts["Language.Unknown"]);
        RuleFor(f => f.TimeZone).Must(z => z is null || TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)).WithMessage(_ => texts["TimeZone.Unknown"]);
        RuleFor(f => f.Digest).IsInEnum();
    }
}
