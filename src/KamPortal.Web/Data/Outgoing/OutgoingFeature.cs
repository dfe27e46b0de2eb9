using KamPortal.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamPortal.Data.Outgoing;

/// <summary>The outbox and the mail behind it.</summary>
internal static class OutgoingFeature
{
    public static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLocalization();
        services.TryAddSingleton<PublicAddress>();
        services.AddSingleton(_ => MailOptions.Read(configuration));
        services.AddSingleton<LetterPaper>().AddSingleton<Outbox>().AddSingleton<WebhookEvents>().AddSingleton<MailCarrier>().AddScoped<OutboxSender>();
        services.AddSingleton(new OutboxCarrier(OutboxChannel.Mail, (sp, message, ct) => sp.GetRequiredService<MailCarrier>().CarryAsync(message, ct)));
        return services;
    }
}
