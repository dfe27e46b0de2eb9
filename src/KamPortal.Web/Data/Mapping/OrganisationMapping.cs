using KamPortal.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class OrganisationMapping :
    IEntityTypeConfiguration<Region>, IEntityTypeConfiguration<Segment>, IEntityTypeConfiguration<BusinessUnit>,
    IEntityTypeConfiguration<ProductLine>, IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<PortfolioSettings>
{
    public void Configure(EntityTypeBuilder<Region> region)
    {
        region.Property(r => r.Code).HasMaxLength(64);
        region.Property(r => r.Name).HasMaxLength(120);
        region.Property(r => r.Version).IsRowVersion();
        region.HasIndex(r => r.Code).IsUnique();
        region.HasOne<Region>().WithMany().HasForeignKey(r => r.ParentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Segment> segment)
    {
        segment.Property(s => s.Code).HasMaxLength(64);
        segment.Property(s => s.Name).HasMaxLength(120);
        segment.Property(s => s.Version).IsRowVersion();
        segment.HasIndex(s => s.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<BusinessUnit> unit)
    {
        unit.Property(u => u.Code).HasMaxLength(64);
        unit.Property(u => u.Name).HasMaxLength(120);
        unit.Property(u => u.Version).IsRowVersion();
        unit.HasIndex(u => u.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProductLine> line)
    {
        line.Property(l => l.Code).HasMaxLength(64);
        line.Property(l => l.Name).HasMaxLength(120);
        line.Property(l => l.Version).IsRowVersion();
        line.HasIndex(l => l.Code).IsUnique();
        line.HasOne<BusinessUnit>().WithMany().HasForeignKey(l => l.BusinessUnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.Property(p => p.Code).HasMaxLength(64);
        person.Property(p => p.Name).HasMaxLength(200).UseCollation(AccountMapping.NameCollation);
        person.Property(p => p.Email).HasMaxLength(254);
        person.Property(p => p.Title).HasMaxLength(120);
        person.Property(p => p.Team).HasMaxLength(120);
        person.Property(p => p.Version).IsRowVersion();
        person.HasIndex(p => p.Code).IsUnique();
        person.HasIndex(p => p.Name);
        person.Property<string>(AccountMapping.SearchText)
            .HasComputedColumnSql("' ' || lower(code) || ' ' || lower(name) || ' ' || lower(coalesce(email, '')) || ' ' || lower(coalesce(title, '')) || ' ' || han_keys(name)", stored: true);
        person.HasIndex(AccountMapping.SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
        person.HasOne<Person>().WithMany().HasForeignKey(p => p.ManagerId).OnDelete(DeleteBehavior.Restrict);
        person.HasOne<Region>().WithMany().HasForeignKey(p => p.RegionId).OnDelete(DeleteBehavior.Restrict);
        person.HasOne<BusinessUnit>().WithMany().HasForeignKey(p => p.BusinessUnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PortfolioSettings> settings)
    {
        settings.ToTable("portfolio_settings", t => t.HasCheckConstraint("ck_portfolio_settings_one_row", "id = 1"));
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.Property(s => s.ReportingCurrency).HasMaxLength(3).IsFixedLength();
        settings.Property(s => s.TimeZone).HasMaxLength(64);
        settings.Property(s => s.DemoPortfolio).HasMaxLength(32);
        settings.Property(s => s.Version).IsRowVersion();
        settings.HasData(new { Id = PortfolioSettings.TheOne, ReportingCurrency = "USD", FiscalYearFirstMonth = 1, TimeZone = "UTC" });
    }
}
