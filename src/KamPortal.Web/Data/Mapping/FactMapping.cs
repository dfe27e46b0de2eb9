using KamPortal.Domain.Accounts;
using KamPortal.Domain.Profitability;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class FactMapping :
    IEntityTypeConfiguration<FinancialFact>, IEntityTypeConfiguration<ExchangeRate>, IEntityTypeConfiguration<Activity>,
    IEntityTypeConfiguration<ActivityRate>, IEntityTypeConfiguration<ActivityVolume>, IEntityTypeConfiguration<AccountMonth>
{
    public void Configure(EntityTypeBuilder<FinancialFact> fact)
    {
        fact.HasKey(f => new { f.AccountId, f.Period, f.ProductLineId });
        fact.Property(f => f.NetRevenue).HasComputedColumnSql("gross_revenue - discounts", stored: true);
        fact.Property(f => f.Currency).HasMaxLength(3).IsFixedLength();
        fact.Property(f => f.Rate).HasPrecision(19, 8);
        // Written a million at a time and read by account: a batch lies together, so a note per range of pages finds it again.
        fact.HasIndex(f => f.BatchId).HasMethod("brin");
        // Checked by statement instead of by row: see Imports.sql.
        fact.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId);
        fact.HasOne<ProductLine>().WithMany().HasForeignKey(f => f.ProductLineId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ExchangeRate> rate)
    {
        rate.HasKey(r => new { r.Currency, r.Period });
        rate.Property(r => r.Currency).HasMaxLength(3).IsFixedLength();
        rate.Property(r => r.Rate).HasPrecision(19, 8);
        rate.ToTable(t => t.HasCheckConstraint("ck_exchange_rates_positive", "rate > 0"));
    }

    public void Configure(EntityTypeBuilder<Activity> activity)
    {
        activity.Property(a => a.Code).HasMaxLength(64);
        activity.Property(a => a.Name).HasMaxLength(120);
        activity.Property(a => a.LocalName).HasMaxLength(120);
        activity.Property(a => a.Version).IsRowVersion();
        activity.HasIndex(a => a.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ActivityRate> rate)
    {
        rate.HasKey(r => new { r.ActivityId, r.From });
        rate.Property(r => r.Version).IsRowVersion();
        rate.HasOne<Activity>().WithMany().HasForeignKey(r => r.ActivityId);
    }

    public void Configure(EntityTypeBuilder<ActivityVolume> volume)
    {
        volume.HasKey(v => new { v.AccountId, v.Period, v.ActivityId });
        volume.HasIndex(v => v.BatchId);
        volume.HasOne<Account>().WithMany().HasForeignKey(v => v.AccountId);
        volume.HasOne<Activity>().WithMany().HasForeignKey(v => v.ActivityId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AccountMonth> month)
    {
        month.HasKey(m => new { m.AccountId, m.Period });
        month.HasIndex(m => m.Period);
        month.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId);
    }
}
