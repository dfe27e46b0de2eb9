using KamPortal.Domain.Accounts;
using KamPortal.Domain.Relationships;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

internal sealed class RelationshipMapping :
    IEntityTypeConfiguration<Contact>, IEntityTypeConfiguration<ContactCounterpart>, IEntityTypeConfiguration<PrivacyRules>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.Property(c => c.Code).HasMaxLength(Contact.CodeLength);
        contact.Property(c => c.Name).HasMaxLength(Contact.NameLength).UseCollation(AccountMapping.NameCollation);
        contact.Property(c => c.Title).HasMaxLength(120);
        contact.Property(c => c.Department).HasMaxLength(120);
        contact.Property(c => c.Email).HasMaxLength(254);
        contact.Property(c => c.Phone).HasMaxLength(64);
        contact.Property(c => c.Mobile).HasMaxLength(64);
        contact.Property(c => c.KeepReason).HasMaxLength(1000);
        contact.Property(c => c.CreatedAt).HasDefaultValueSql("now()");
        contact.Property(c => c.UpdatedAt).HasDefaultValueSql("now()");
        contact.Property(c => c.FieldSources).HasColumnType("jsonb");
        contact.Property(c => c.Version).IsRowVersion();
        // The Chinese part of a name in two scripts gets keys of its own, so that its initials start a word.
        contact.Property<string>(AccountMapping.SearchText)
            .HasComputedColumnSql(
                """
                ' ' || lower(name) || ' ' || lower(coalesce(title, '')) || ' ' || lower(coalesce(email, '')) || ' ' || lower(code) || ' '
                || han_keys(regexp_replace(name, '[^\u4e00-\u9fff]', '', 'g')) || han_keys(coalesce(title, ''))
                """, stored: true);
        contact.HasIndex(c => c.Code).IsUnique();
        contact.HasIndex(c => new { c.Name, c.Id });
        contact.HasIndex(c => new { c.AccountId, c.Name, c.Id });
        contact.HasIndex(c => c.ReportsToId);
        contact.HasIndex(c => c.BatchId);
        contact.HasIndex(AccountMapping.SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
        contact.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        contact.HasOne<Contact>().WithMany().HasForeignKey(c => c.ReportsToId).OnDelete(DeleteBehavior.SetNull);
        contact.ToTable(t =>
        {
            t.HasCheckConstraint("ck_contacts_influence", "influence between 1 and 5");
            t.HasCheckConstraint("ck_contacts_stance", "stance between -2 and 2");
        });
    }

    public void Configure(EntityTypeBuilder<ContactCounterpart> counterpart)
    {
        counterpart.HasKey(c => new { c.ContactId, c.PersonId });
        counterpart.Property(c => c.Version).IsRowVersion();
        counterpart.HasIndex(c => c.PersonId);
        counterpart.HasOne<Contact>().WithMany().HasForeignKey(c => c.ContactId);
        counterpart.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PrivacyRules> rules)
    {
        rules.ToTable("privacy_rules", t =>
        {
            t.HasCheckConstraint("ck_privacy_rules_one_row", "id = 1");
            t.HasCheckConstraint("ck_privacy_rules_positive", "contact_months > 0 and file_days > 0");
        });
        rules.Property(r => r.Id).ValueGeneratedNever();
        rules.Property(r => r.Version).IsRowVersion();
    }
}
