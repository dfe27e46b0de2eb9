using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class NotificationMapping :
    IEntityTypeConfiguration<Notification>, IEntityTypeConfiguration<NotificationChoice>, IEntityTypeConfiguration<DigestSetting>
{
    public void Configure(EntityTypeBuilder<Notification> notification)
    {
        notification.Property(n => n.Id).UseIdentityAlwaysColumn();
        notification.Property(n => n.Kind).HasMaxLength(64);
        notification.Property(n => n.Href).HasMaxLength(400);
        notification.HasOne<KamUser>().WithMany().HasForeignKey(n => n.UserId);
        notification.HasIndex(n => new { n.UserId, n.Id }).HasFilter("in_app");
        notification.HasIndex(n => n.UserId).HasDatabaseName("ix_notifications_unread").HasFilter("in_app and read_at is null");
        notification.HasIndex(n => n.UserId).HasDatabaseName("ix_notifications_to_mail").HasFilter("by_mail and mailed_at is null");
    }

    public void Configure(EntityTypeBuilder<NotificationChoice> choice)
    {
        choice.HasKey(c => new { c.UserId, c.Kind });
        choice.Property(c => c.Kind).HasMaxLength(64);
        choice.HasOne<KamUser>().WithMany().HasForeignKey(c => c.UserId);
    }

    public void Configure(EntityTypeBuilder<DigestSetting> setting)
    {
        setting.HasKey(s => s.UserId);
        setting.HasOne<KamUser>().WithOne().HasForeignKey<DigestSetting>(s => s.UserId);
    }
}
