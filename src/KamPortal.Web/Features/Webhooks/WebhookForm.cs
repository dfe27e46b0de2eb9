using FluentValidation;
using KamPortal.Data.Outgoing;
using KamPortal.Resources;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.Webhooks;

/// <summary>An address to be told.</summary>
public sealed class WebhookForm
{
    public string? Name { get; set; }

    public string? Url { get; set; }

    public HashSet<string> Events { get; set; } = [.. WebhookEvents.All];
}

internal sealed class WebhookFormValidator : AbstractValidator<WebhookForm>
{
    public WebhookFormValidator(WebhookAddress addresses, IStringLocalizer<WebhooksTexts> t)
    {
        RuleFor(f => f.Name).NotEmpty().WithMessage(_ => t["Name.Needed"]).MaximumLength(100).WithMessage(_ => t["Name.TooLong"]);
        RuleFor(f => f.Url).MaximumLength(2000).Must(addresses.IsAcceptable).WithMessage(_ => t["Url.Refused"]);
        RuleFor(f => f.Events).NotEmpty().WithMessage(_ => t["Events.Needed"]).Must(e => e.All(WebhookEvents.All.Contains)).WithMessage(_ => t["Events.Needed"]);
    }
}
