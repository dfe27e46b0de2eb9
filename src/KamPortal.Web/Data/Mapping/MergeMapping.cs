using KamPortal.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

/// <summary>Accounts that may be one, and accounts that became one.</summary>
internal sealed class MergeMapping :
    IEntityTypeConfiguration<DuplicatePair>, IEntityTypeConfiguration<AccountAlias>, IEntityTypeConfiguration<AccountMerge>, IEntityTypeConfiguration<AccountMergeRow>
{
    public void Configure(EntityTypeBuilder<DuplicatePair> pair)
    {
        pair.HasKey(p => new { p.FirstId, p.SecondId });
        pair.Property(p => p.DismissedBy).HasMaxLength(200);
        pair.HasIndex(p => p.SecondId);
        pair.HasIndex(p => new { p.Score, p.FirstId, p.SecondId }).IsDescending(true, false, false);
        pair.HasOne<Account>().WithMany().HasForeignKey(p => p.FirstId);
        pair.HasOne<Account>().WithMany().HasForeignKey(p => p.SecondId);
        pair.ToTable(t => t.HasCheckConstraint("ck_duplicate_pairs_order", "first_id < second_id"));
    }

    public void Configure(EntityTypeBuilder<AccountAlias> alias)
    {
        alias.ToTable("account_aliases");
        alias.HasKey(a => a.Code);
        alias.Property(a => a.Code).HasMaxLength(Account.CodeLength);
        alias.HasIndex(a => a.AccountId);
        alias.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId);
    }

    public void Configure(EntityTypeBuilder<AccountMerge> merge)
    {
        // The accounts are named, not referred to: what happened stays true whatever becomes of them.
        merge.Property(m => m.SurvivorCode).HasMaxLength(Account.CodeLength);
        merge.Property(m => m.SurvivorName).HasMaxLength(Account.NameLength);
        merge.Property(m => m.MergedCode).HasMaxLength(Account.CodeLength);
        merge.Property(m => m.MergedName).HasMaxLength(Account.NameLength);
        merge.Property(m => m.Merged).HasColumnType("jsonb");
        merge.Property(m => m.By).HasMaxLength(200);
        merge.Property(m => m.UndoneBy).HasMaxLength(200);
        merge.Property(m => m.Reason).HasMaxLength(1000);
        merge.HasIndex(m => m.SurvivorId);
        merge.HasIndex(m => m.At);
    }

    public void Configure(EntityTypeBuilder<AccountMergeRow> row)
    {
        row.Property(r => r.Table).HasMaxLength(64);
        row.Property(r => r.Column).HasMaxLength(64);
        row.Property(r => r.Key).HasColumnType("jsonb");
        row.Property(r => r.Before).HasColumnType("jsonb");
        row.Property(r => r.Hash).HasMaxLength(32);
        row.HasIndex(r => new { r.MergeId, r.Table });
        row.HasOne<AccountMerge>().WithMany().HasForeignKey(r => r.MergeId);
    }
}
