using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class ApiMapping : IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<IdempotentCall>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.Property(k => k.Name).HasMaxLength(100);
        key.Property(k => k.CreatedBy).HasMaxLength(200);
        key.HasOne<KamUser>().WithMany().HasForeignKey(k => k.UserId);
    }

    public void Configure(EntityTypeBuilder<IdempotentCall> call)
    {
        call.HasKey(c => new { c.ApiKeyId, c.Key });
        call.Property(c => c.Key).HasMaxLength(200);
        call.Property(c => c.ContentType).HasMaxLength(100);
        call.Property(c => c.Location).HasMaxLength(400);
        call.Property(c => c.ETag).HasColumnName("etag").HasMaxLength(40);
        call.HasIndex(c => c.StartedAt);
        call.HasOne<ApiKey>().WithMany().HasForeignKey(c => c.ApiKeyId);
    }
}
