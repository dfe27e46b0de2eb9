using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class WorkMapping :
    IEntityTypeConfiguration<ImportBatch>, IEntityTypeConfiguration<ImportFileChunk>, IEntityTypeConfiguration<ImportProblem>,
    IEntityTypeConfiguration<ImportBeforeImage>,
    IEntityTypeConfiguration<Job>, IEntityTypeConfiguration<RecurringState>, IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<ImportBatch> batch)
    {
        batch.Property(b => b.Number).ValueGeneratedOnAdd().UseIdentityAlwaysColumn();
        batch.Property(b => b.Kind).HasMaxLength(64);
        batch.Property(b => b.FileName).HasMaxLength(255);
        batch.Property(b => b.Options).HasColumnType("jsonb");
        batch.Property(b => b.Result).HasColumnType("jsonb");
        batch.Property(b => b.UndoResult).HasColumnType("jsonb");
        batch.Property(b => b.CreatedBy).HasMaxLength(200);
        batch.Property(b => b.Version).IsRowVersion();
        batch.HasIndex(b => b.Number).IsUnique();
        batch.HasIndex(b => b.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<ImportFileChunk> chunk)
    {
        chunk.HasKey(c => new { c.BatchId, c.Index });
        chunk.HasOne<ImportBatch>().WithMany().HasForeignKey(c => c.BatchId);
    }

    public void Configure(EntityTypeBuilder<ImportProblem> problem)
    {
        problem.HasKey(p => new { p.BatchId, p.Row, p.Column, p.Code });
        problem.Property(p => p.Column).HasMaxLength(200);
        problem.Property(p => p.Code).HasMaxLength(64);
        problem.HasOne<ImportBatch>().WithMany().HasForeignKey(p => p.BatchId);
    }

    public void Configure(EntityTypeBuilder<ImportBeforeImage> image)
    {
        image.Property(i => i.Target).HasMaxLength(64);
        image.Property(i => i.Row).HasColumnType("jsonb");
        image.HasIndex(i => i.BatchId);
        image.HasOne<ImportBatch>().WithMany().HasForeignKey(i => i.BatchId);
    }

    public void Configure(EntityTypeBuilder<Job> job)
    {
        job.Property(j => j.Kind).HasMaxLength(64);
        job.Property(j => j.Payload).HasColumnType("jsonb");
        job.Property(j => j.RequestedBy).HasMaxLength(200);
        job.Property(j => j.Step).HasMaxLength(64);
        job.HasIndex(j => j.QueuedAt);
        job.HasIndex(j => j.State);
    }

    public void Configure(EntityTypeBuilder<RecurringState> state)
    {
        state.HasKey(s => s.Key);
        state.Property(s => s.Key).HasMaxLength(64);
        state.Property(s => s.Error).HasMaxLength(1000);
    }

    public void Configure(EntityTypeBuilder<AuditEvent> audit)
    {
        audit.Property(a => a.UserName).HasMaxLength(200);
        audit.Property(a => a.Action).HasMaxLength(32);
        audit.Property(a => a.Entity).HasMaxLength(64);
        audit.Property(a => a.Key).HasMaxLength(200);
        audit.Property(a => a.Reason).HasMaxLength(2000);
        audit.Property(a => a.At).HasDefaultValueSql("now()");
        audit.HasIndex(a => new { a.At, a.Id });
        audit.HasIndex(a => new { a.AccountId, a.At });
        audit.HasIndex(a => new { a.Entity, a.Key });
        audit.HasIndex(a => a.UserId);
    }
}
