using KamPortal.Domain.Accounts;
using KamPortal.Domain.Contracts;
using KamPortal.Domain.Markets;
using KamPortal.Domain.Opportunities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

/// <summary>What business there is with an account, and what there could be.</summary>
internal sealed class BusinessMapping :
    IEntityTypeConfiguration<Opportunity>, IEntityTypeConfiguration<OpportunityLine>, IEntityTypeConfiguration<WalletEstimate>,
    IEntityTypeConfiguration<Contract>, IEntityTypeConfiguration<Market>
{
    public void Configure(EntityTypeBuilder<Opportunity> opportunity)
    {
        opportunity.Property(o => o.Code).HasMaxLength(64);
        opportunity.Property(o => o.Name).HasMaxLength(200).UseCollation(AccountMapping.NameCollation);
        opportunity.Property(o => o.Stage).HasMaxLength(64);
        opportunity.Property(o => o.Currency).HasMaxLength(3).IsFixedLength();
        opportunity.Property(o => o.Rate).HasPrecision(19, 8);
        opportunity.Property(o => o.Version).IsRowVersion();
        opportunity.HasIndex(o => o.Code).IsUnique();
        opportunity.HasIndex(o => new { o.AccountId, o.State });
        opportunity.HasIndex(o => o.OwnerId);
        opportunity.HasIndex(o => o.BusinessUnitId);
        opportunity.HasIndex(o => new { o.State, o.CloseDate });
        opportunity.HasIndex(o => o.BatchId);
        opportunity.HasOne<Account>().WithMany().HasForeignKey(o => o.AccountId);
        opportunity.HasOne<Person>().WithMany().HasForeignKey(o => o.OwnerId).OnDelete(DeleteBehavior.Restrict);
        opportunity.HasOne<BusinessUnit>().WithMany().HasForeignKey(o => o.BusinessUnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<OpportunityLine> line)
    {
        line.HasKey(l => new { l.OpportunityId, l.ProductLineId });
        line.HasIndex(l => l.ProductLineId);
        line.HasOne<Opportunity>().WithMany().HasForeignKey(l => l.OpportunityId);
        line.HasOne<ProductLine>().WithMany().HasForeignKey(l => l.ProductLineId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<WalletEstimate> wallet)
    {
        wallet.Property(w => w.Source).HasMaxLength(200);
        wallet.Property(w => w.Currency).HasMaxLength(3).IsFixedLength();
        wallet.Property(w => w.Rate).HasPrecision(19, 8);
        wallet.Property(w => w.Version).IsRowVersion();
        wallet.HasIndex(w => new { w.AccountId, w.ProductLineId, w.AsOf }).IsUnique().AreNullsDistinct(false);
        wallet.HasIndex(w => w.ProductLineId);
        wallet.HasIndex(w => w.BatchId);
        wallet.HasOne<Account>().WithMany().HasForeignKey(w => w.AccountId);
        wallet.HasOne<ProductLine>().WithMany().HasForeignKey(w => w.ProductLineId).OnDelete(DeleteBehavior.Restrict);
        wallet.ToTable(t => t.HasCheckConstraint("ck_wallet_estimates_amount", "amount >= 0"));
    }

    public void Configure(EntityTypeBuilder<Contract> contract)
    {
        contract.Property(c => c.Number).HasMaxLength(64);
        contract.Property(c => c.Title).HasMaxLength(200);
        contract.Property(c => c.Currency).HasMaxLength(3).IsFixedLength();
        contract.Property(c => c.Rate).HasPrecision(19, 8);
        contract.Property(c => c.Version).IsRowVersion();
        contract.HasIndex(c => c.Number).IsUnique();
        contract.HasIndex(c => c.AccountId);
        contract.HasIndex(c => c.BusinessUnitId);
        contract.HasIndex(c => new { c.State, c.EndsOn });
        contract.HasIndex(c => c.BatchId);
        contract.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        contract.HasOne<BusinessUnit>().WithMany().HasForeignKey(c => c.BusinessUnitId).OnDelete(DeleteBehavior.Restrict);
        contract.ToTable(t => t.HasCheckConstraint("ck_contracts_dates", "ends_on is null or ends_on >= starts_on"));
    }

    public void Configure(EntityTypeBuilder<Market> market)
    {
        market.Property(m => m.Code).HasMaxLength(64);
        market.Property(m => m.Name).HasMaxLength(120);
        market.Property(m => m.Version).IsRowVersion();
        market.HasIndex(m => m.Code).IsUnique();
        market.HasIndex(m => new { m.RegionId, m.SegmentId });
        market.HasIndex(m => m.SegmentId);
        market.HasIndex(m => m.BatchId);
        market.HasOne<Region>().WithMany().HasForeignKey(m => m.RegionId).OnDelete(DeleteBehavior.Restrict);
        market.HasOne<Segment>().WithMany().HasForeignKey(m => m.SegmentId).OnDelete(DeleteBehavior.Restrict);
    }
}
