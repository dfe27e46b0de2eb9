using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class WebhookMapping : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.Property(e => e.Name).HasMaxLength(100);
        endpoint.Property(e => e.Url).HasMaxLength(2000);
        endpoint.Property(e => e.CreatedBy).HasMaxLength(200);
    }
}
