using FluentValidation;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Api;

/// <summary>A key to be made.</summary>
public sealed class ApiKeyForm
{
    public const int LongestDays = 730;

    /// <summary>What the endpoints ask for; a key is given no more.</summary>
    public static readonly IReadOnlyList<Permission> Offered =
        [Permission.ViewAccounts, Permission.EditAccounts, Permission.ViewTiering, Permission.ManageScoring, Permission.ImportData, Permission.ManageSettings];

    public string? Name { get; set; }

    /// <summary>E-mail address of the login it acts as.</summary>
    public string? Login { get; set; }

    public HashSet<Permission> Permissions { get; set; } = [];

    public int Days { get; set; } = 90;
}

internal sealed class ApiKeyFormValidator : AbstractValidator<ApiKeyForm>
{
    public ApiKeyFormValidator(IStringLocalizer<ApiTexts> t)
    {
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["Name.Needed"]).MaximumLength(100).WithMessage(_ => t["Name.TooLong"]);
        RuleFor(f => f.Login).NotEmpty().WithMessage(_ => t["Login.Needed"]);
        RuleFor(f => f.Permissions).NotEmpty().WithMessage(_ => t["Permissions.Needed"]).Must(p => p.All(ApiKeyForm.Offered.Contains)).WithMessage(_ => t["Permissions.Needed"]);
        RuleFor(f => f.Days).InclusiveBetween(1, ApiKeyForm.LongestDays).WithMessage(_ => t["Days.Range", ApiKeyForm.LongestDays]);
    }
}
