using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class ViewMapping : IEntityTypeConfiguration<SavedView>, IEntityTypeConfiguration<ViewDefault>
{
    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.Property(v => v.Id).ValueGeneratedNever();
        view.Property(v => v.List).HasMaxLength(SavedView.ListLength);
        view.Property(v => v.Slug).HasMaxLength(SavedView.SlugLength);
        view.Property(v => v.Name).HasMaxLength(SavedView.NameLength);
        view.Property(v => v.State).HasMaxLength(SavedView.StateLength);
        view.HasIndex(v => new { v.List, v.Slug }).IsUnique();
        view.HasIndex(v => v.OwnerId);
        view.HasOne<KamUser>().WithMany().HasForeignKey(v => v.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ViewDefault> preference)
    {
        preference.HasKey(d => new { d.List, d.Who });
        preference.Property(d => d.List).HasMaxLength(SavedView.ListLength);
        preference.Property(d => d.Who).HasMaxLength(64);
        preference.HasOne<SavedView>().WithMany().HasForeignKey(d => d.ViewId).OnDelete(DeleteBehavior.Cascade);
    }
}
