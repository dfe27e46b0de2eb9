using KamPortal.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    /// <summary>Latin letters sort as in English, Chinese ones by pinyin.</summary>
    internal const string NameCollation = "zh-Hans-x-icu";

    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.Property(a => a.Code).HasMaxLength(Account.CodeLength);
        account.Property(a => a.Name).HasMaxLength(Account.NameLength).UseCollation(NameCollation);
        account.Property(a => a.LocalName).HasMaxLength(Account.NameLength);
        account.Property(a => a.LegalName).HasMaxLength(Account.NameLength);
        account.Property(a => a.Industry).HasMaxLength(120);
        account.Property(a => a.Country).HasMaxLength(80);
        account.Property(a => a.City).HasMaxLength(120);
        account.Property(a => a.Street).HasMaxLength(Account.StreetLength);
        account.Property(a => a.PostalCode).HasMaxLength(Account.PostalCodeLength);
        account.Property(a => a.TaxId).HasMaxLength(Account.TaxIdLength);
        account.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
        account.Property(a => a.UpdatedAt).HasDefaultValueSql("now()");
        account.Property(a => a.FieldSources).HasColumnType("jsonb");
        account.Property(a => a.Version).IsRowVersion();
        account.Property<string>(SearchText)
            .HasComputedColumnSql(
                """
                ' ' || lower(code) || ' ' || translate(lower(code), '-_./', '    ') || ' ' || lower(name) || ' ' || lower(coalesce(local_name, '')) || ' ' || lower(coalesce(legal_name, ''))
                || ' ' || lower(coalesce(tax_id, '')) || ' ' || lower(coalesce(former_codes, ''))
                || ' ' || han_keys(code) || han_keys(name) || han_keys(coalesce(local_name, '')) || han_keys(coalesce(legal_name, ''))
                """, stored: true);

        account.HasIndex(a => a.Code).IsUnique();
        account.HasIndex(a => new { a.Name, a.Id });
        account.HasIndex(a => new { a.Country, a.Name, a.Id }); // One country's list is read in the order it is shown in.
        account.HasIndex(a => a.RegionId);
        account.HasIndex(a => a.SegmentId);
        account.HasIndex(a => a.LeadId);
        account.HasIndex(a => a.ParentId);
        account.HasIndex(SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");

        account.HasOne<Account>().WithMany().HasForeignKey(a => a.ParentId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Segment>().WithMany().HasForeignKey(a => a.SegmentId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Region>().WithMany().HasForeignKey(a => a.RegionId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Person>().WithMany().HasForeignKey(a => a.LeadId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Person>().WithMany().HasForeignKey(a => a.DataOwnerId).OnDelete(DeleteBehavior.Restrict);
    }

    /// <summary>Everything an account is found by, every word behind a blank; see <see cref="SearchWords"/>.</summary>
    internal const string SearchText = "SearchText";
}

internal sealed class AccountTeamMapping : IEntityTypeConfiguration<AccountTeamMember>
{
    public void Configure(EntityTypeBuilder<AccountTeamMember> member)
    {
        member.HasKey(m => new { m.AccountId, m.PersonId });
        member.HasIndex(m => m.PersonId);
        member.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId);
        member.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
