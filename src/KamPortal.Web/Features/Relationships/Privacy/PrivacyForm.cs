using FluentValidation;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>How long personal data are kept, as a person fills it in.</summary>
public sealed class PrivacyForm
{
    /// <summary>A contact that nobody touched for so many months is due; null when none ever is.</summary>
    public int? ContactMonths { get; set; }

    /// <summary>Whether what is due is erased once a day without anyone asking.</summary>
    public bool EraseDue { get; set; }

    /// <summary>Days for which uploaded files are kept; null for as long as nobody deletes them.</summary>
    public int? FileDays { get; set; }
}

public sealed class PrivacyFormValidator : AbstractValidator<PrivacyForm>
{
    public const int MostMonths = 240, MostDays = 3650;

    public PrivacyFormValidator(IStringLocalizer<PrivacyTexts> t)
    {
        RuleFor(f => f.ContactMonths).InclusiveBetween(1, MostMonths).WithMessage(_ => t["Rules.Months.Range", MostMonths]);
        RuleFor(f => f.FileDays).InclusiveBetween(1, MostDays).WithMessage(_ => t["Rules.Days.Range", MostDays]);
        RuleFor(f => f.EraseDue).Must((f, erase) => !erase || f.ContactMonths is not null).WithMessage(_ => t["Rules.NeedsMonths"]);
    }
}
