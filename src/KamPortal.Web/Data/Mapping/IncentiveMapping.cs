using KamPortal.Domain.Accounts;
using KamPortal.Domain.Incentives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class IncentiveMapping : IEntityTypeConfiguration<Quota>, IEntityTypeConfiguration<SalesTransaction>
{
    public void Configure(EntityTypeBuilder<Quota> quota)
    {
        quota.HasKey(q => new { q.PersonId, q.Measure, q.Period, q.Months });
        quota.Property(q => q.Currency).HasMaxLength(3).IsFixedLength();
        quota.Property(q => q.Rate).HasPrecision(19, 8);
        quota.Property(q => q.Version).IsRowVersion();
        quota.HasIndex(q => q.Period);
        quota.HasIndex(q => q.BatchId);
        quota.HasOne<Person>().WithMany().HasForeignKey(q => q.PersonId).OnDelete(DeleteBehavior.Restrict);
        quota.ToTable(t =>
        {
            t.HasCheckConstraint("ck_quotas_amount", "amount > 0");
            t.HasCheckConstraint("ck_quotas_months", "months in (1, 3, 12)");
        });
    }

    public void Configure(EntityTypeBuilder<SalesTransaction> sale)
    {
        sale.Property(s => s.Source).HasMaxLength(64);
        sale.Property(s => s.ExternalKey).HasMaxLength(120);
        sale.Property(s => s.Product).HasMaxLength(200);
        sale.Property(s => s.Currency).HasMaxLength(3).IsFixedLength();
        sale.Property(s => s.Rate).HasPrecision(19, 8);
        sale.HasIndex(s => new { s.Source, s.ExternalKey, s.Revision }).IsUnique();
        sale.HasIndex(s => new { s.AccountId, s.Date });
        sale.HasIndex(s => new { s.PersonId, s.Date });
        sale.HasIndex(s => s.ProductLineId);
        sale.HasIndex(s => s.Date);
        sale.HasIndex(s => s.BatchId);
        sale.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        sale.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
        sale.HasOne<ProductLine>().WithMany().HasForeignKey(s => s.ProductLineId).OnDelete(DeleteBehavior.Restrict);
    }
}
