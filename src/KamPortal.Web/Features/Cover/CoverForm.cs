using FluentValidation;
using KamPortal.Security;

namespace KamPortal.Features.Cover;

/// <summary>What is asked for a loan of accounts.</summary>
public sealed record CoverForm
{
    /// <summary>Whose accounts; only an admin may name somebody else.</summary>
    public Guid? LenderId { get; set; }

    public Guid? BorrowerId { get; set; }

    public DateOnly? FromDay { get; set; }

    public DateOnly? ToDay { get; set; }

    public string? Note { get; set; }
}

public enum CoverProblem
{
    ColleagueNeeded,
    DaysNeeded,
    WrongOrder,
    TooLong,

    /// <summary>Nothing can be lent for days that are over.</summary>
    Past,

    /// <summary>The lender sees all accounts by role or none: there is no scope of their own to lend.</summary>
    NothingToLend,

    /// <summary>The colleague has no living login that may see accounts.</summary>
    Unsuitable,
    NotFound,
}

/// <summary>Each rule names its <see cref="CoverProblem"/> as error code.</summary>
public sealed class CoverFormValidator : AbstractValidator<CoverForm>
{
    public CoverFormValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(f => f.BorrowerId).NotNull().WithErrorCode(nameof(CoverProblem.ColleagueNeeded)).NotEqual(f => f.LenderId).WithErrorCode(nameof(CoverProblem.ColleagueNeeded));
        RuleFor(f => f.FromDay).NotNull().WithErrorCode(nameof(CoverProblem.DaysNeeded));
        RuleFor(f => f.ToDay).NotNull().WithErrorCode(nameof(CoverProblem.DaysNeeded))
            .Must((f, to) => f.FromDay is null || to >= f.FromDay).WithErrorCode(nameof(CoverProblem.WrongOrder))
            .Must((f, to) => f.FromDay is not { } from || to < from.AddDays(Delegation.MostDays)).WithErrorCode(nameof(CoverProblem.TooLong));
        RuleFor(f => f.Note).MaximumLength(Delegation.NoteLength).WithErrorCode(nameof(CoverProblem.TooLong));
    }

    public CoverProblem? FirstProblem(CoverForm form) => Validate(form).Errors.FirstOrDefault() is { } error ? Enum.Parse<CoverProblem>(error.ErrorCode) : null;
}

/// <summary>A loan as one of the two sees it.</summary>
public sealed record CoverRow(Guid Id, string Lender, string Borrower, DateOnly FromDay, DateOnly ToDay, string? Note, CoverState State, bool MayEnd);

public enum CoverState
{
    Planned,
    Running,
    Over,
}

public sealed record Colleague(Guid Id, string Name);

/// <param name="Today">The company's day.</param>
/// <param name="Me">The user's own login.</param>
/// <param name="MayLend">Whether the user has accounts of their own to lend.</param>
/// <param name="MayArrange">Whether the user may arrange loans between others.</param>
/// <param name="Colleagues">Logins to lend to, and for an admin to lend from.</param>
/// <param name="Rows">Running and planned first, then what is over.</param>
public sealed record CoverView(DateOnly Today, Guid Me, bool MayLend, bool MayArrange, IReadOnlyList<Colleague> Colleagues, IReadOnlyList<CoverRow> Rows);
