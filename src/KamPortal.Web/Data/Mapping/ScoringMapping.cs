using KamPortal.Domain.Accounts;
using KamPortal.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class ScoringMapping :
    IEntityTypeConfiguration<ScoringModelVersion>, IEntityTypeConfiguration<ScoringRun>,
    IEntityTypeConfiguration<AccountScore>, IEntityTypeConfiguration<AccountRating>
{
    public void Configure(EntityTypeBuilder<ScoringModelVersion> model)
    {
        model.ToTable("scoring_models");
        model.HasKey(m => m.Number);
        model.Property(m => m.Number).ValueGeneratedNever();
        model.Property(m => m.Definition).HasColumnType("jsonb");
        model.Property(m => m.Reason).HasMaxLength(1000);
        model.Property(m => m.Version).IsRowVersion();
        model.HasIndex(m => m.State, "ix_scoring_models_one_published").IsUnique().HasFilter("state = 'Published'");
        model.HasIndex(m => m.State, "ix_scoring_models_one_draft").IsUnique().HasFilter("state = 'Draft'");
    }

    public void Configure(EntityTypeBuilder<ScoringRun> run)
    {
        run.Property(r => r.Reference).HasColumnType("jsonb");
        run.Property(r => r.Dashboard).HasColumnType("jsonb");
        run.HasIndex(r => r.Number).IsUnique();
        run.HasIndex(r => r.IsCurrent).IsUnique().HasFilter("is_current");
        run.HasOne<ScoringModelVersion>().WithMany().HasForeignKey(r => r.ModelNumber).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AccountScore> score)
    {
        // Partitioned by run, which EF cannot describe: made and switched in by Safeguards.sql.
        score.ToTable("account_scores", t => t.ExcludeFromMigrations());
        score.HasKey(s => new { s.RunId, s.AccountId });
        score.Property(s => s.Composite).HasPrecision(5, 2);
        score.Property(s => s.Tier).HasConversion<short>();
        score.Property(s => s.ComputedTier).HasConversion<short>();
        score.Property(s => s.HeldTier).HasConversion<short?>();
    }

    public void Configure(EntityTypeBuilder<AccountRating> rating)
    {
        rating.HasKey(r => new { r.AccountId, r.Criterion });
        rating.Property(r => r.Criterion).HasMaxLength(64);
        rating.Property(r => r.Note).HasMaxLength(2000);
        rating.Property(r => r.Version).IsRowVersion();
        rating.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId);
        rating.ToTable(t => t.HasCheckConstraint("ck_account_ratings_scale", "value between 1 and 5"));
    }
}
