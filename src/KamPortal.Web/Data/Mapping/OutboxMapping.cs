using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.Property(m => m.Kind).HasMaxLength(64);
        message.Property(m => m.Recipient).HasMaxLength(2000);
        message.Property(m => m.Subject).HasMaxLength(200);
        message.Property(m => m.Error).HasMaxLength(1000);
        message.HasIndex(m => m.DueAt).HasFilter("state = 'Waiting'");
        message.HasIndex(m => new { m.Recipient, m.Kind, m.SentAt });
        message.HasIndex(m => new { m.Channel, m.CreatedAt });
        message.HasIndex(m => new { m.EndpointId, m.CreatedAt });
    }
}
