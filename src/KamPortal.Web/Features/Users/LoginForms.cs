using System.Net.Mail;
using FluentValidation;
using KamPortal.Security;

namespace KamPortal.Features.Users;

/// <summary>What an admin decides about a login.</summary>
public sealed record NewLoginForm
{
    public string DisplayName { get; set; } = "";

    public string Email { get; set; } = "";

    public IReadOnlyCollection<string> Roles { get; set; } = [];

    /// <summary>For directors: regions, with all regions below them.</summary>
    public IReadOnlyCollection<int> RegionIds { get; set; } = [];

    public IReadOnlyCollection<int> BusinessUnitIds { get; set; } = [];

    /// <summary>Which of our people signs in here; decides which accounts are one's own.</summary>
    public int? PersonId { get; set; }
}

public enum LoginProblem
{
    NameNeeded,
    EmailNeeded,
    RoleNeeded,
    UnknownRole,
    EmailTaken,
    PersonTaken,

    /// <summary>A region, unit or person has gone meanwhile.</summary>
    ScopeGone,

    /// <summary>Nobody changes the roles of, or disables, the login in use.</summary>
    OwnLogin,

    /// <summary>The portal would be left without an admin who can sign in.</summary>
    LastAdmin,

    /// <summary>Somebody else changed the login since it was opened.</summary>
    Changed,
    NotFound,
}

/// <summary>Either the login and its initial password, to be shown once (none when a link went by mail), or why not.</summary>
public sealed record NewLogin(Guid Id, string Email, string InitialPassword, LoginProblem? Problem = null);

public sealed record LoginRow(
    Guid Id, string DisplayName, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Scope, string? Person, bool IsDisabled, bool AwaitsFirstSignIn)
{
    /// <summary>Key of the word for it.</summary>
    public string State => IsDisabled ? "State.disabled" : AwaitsFirstSignIn ? "State.waiting" : "State.active";
}

/// <summary>A login opened for change; <c>Version</c> goes back with it.</summary>
public sealed record LoginView(Guid Id, NewLoginForm Form, string Version, bool IsDisabled, bool IsMe);

public sealed record Choice(int Id, string Name);

public sealed record LoginChoices(IReadOnlyList<Choice> Regions, IReadOnlyList<Choice> BusinessUnits, IReadOnlyList<Choice> People);

/// <summary>Each rule names its <see cref="LoginProblem"/> as error code.</summary>
public sealed class NewLoginFormValidator : AbstractValidator<NewLoginForm>
{
    public NewLoginFormValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(f => f.DisplayName).NotEmpty().WithErrorCode(nameof(LoginProblem.NameNeeded)).MaximumLength(200).WithErrorCode(nameof(LoginProblem.NameNeeded));
        RuleFor(f => f.Email).Must(e => e.Length <= 254 && MailAddress.TryCreate(e.Trim(), out var m) && m.Address == e.Trim()).WithErrorCode(nameof(LoginProblem.EmailNeeded));
        RuleFor(f => f.Roles).NotEmpty().WithErrorCode(nameof(LoginProblem.RoleNeeded)).Must(r => r.All(Role.All.ContainsKey)).WithErrorCode(nameof(LoginProblem.UnknownRole));
    }

    public LoginProblem? FirstProblem(NewLoginForm form) => Validate(form).Errors.FirstOrDefault() is { } error ? Enum.Parse<LoginProblem>(error.ErrorCode) : null;
}
