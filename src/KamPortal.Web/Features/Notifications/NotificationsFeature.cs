using FluentValidation;
using KamPortal.Data.Jobs;
using KamPortal.Resources;
using KamPortal.Shell;

namespace KamPortal.Features.Notifications;

/// <summary>The folder's only door: the bell, its list, and the morning's mail. What people are told about other features say.</summary>
public static class NotificationsFeature
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddScoped<NotificationService>().AddScoped<NotificationSettings>().AddScoped<NotificationFeed>().AddScoped<Digest>();
        services.AddScoped<IValidator<NotificationForm>, NotificationFormValidator>();
        services.AddSingleton(new RecurringWork(Digest.Key, typeof(NotificationsTexts), TimeSpan.FromMinutes(5), (sp, ct) => sp.GetRequiredService<Digest>().SendDueAsync(ct)));
        services.AddSingleton(new TopBarItem(10, typeof(NotificationBell)));
        services.AddSingleton(new BottomBarItem(10, typeof(BarBell)));
        services.AddSingleton(new UserMenuEntry(20, Text.Of<NotificationsTexts>("Settings"), "/account/notifications"));
        return services;
    }
}
