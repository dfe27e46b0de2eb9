using FluentValidation;
using KamPortal.Data;
using KamPortal.Data.Notices;
using KamPortal.Data.Outgoing;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;

namespace KamPortal.Features.Webhooks;

/// <summary>The folder's only door: addresses outside that are told what happens.</summary>
public static class WebhooksFeature
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<WebhookService>().AddScoped<IValidator<WebhookForm>, WebhookFormValidator>().AddSingleton<WebhookAddress>().AddScoped<WebhookCarrier>();
        services.AddSingleton(new OutboxCarrier(OutboxChannel.Webhook, (sp, message, ct) => sp.GetRequiredService<WebhookCarrier>().CarryAsync(message, ct))
        {
            GaveUpAsync = (sp, db, message, ct) => sp.GetRequiredService<WebhookCarrier>().GaveUpAsync(db, message, ct),
        });
        services.AddSingleton(new NotificationKind(WebhookCarrier.DisabledNotice, typeof(WebhooksTexts), ByMail: true) { Roles = [Role.Admin] });
        services.AddSingleton(new SettingsTab(70, Text.Of<WebhooksTexts>("Title"), "/settings/webhooks", nameof(Permission.ManageSettings)));
        return services;
    }
}
