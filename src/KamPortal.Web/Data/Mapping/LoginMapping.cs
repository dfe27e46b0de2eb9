using KamPortal.Domain.Accounts;
using KamPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KamPortal.Data.Mapping;

/// <summary>Identity's tables, mapped here and not by its base context, whose model depends on options that tools do not see.</summary>
internal sealed class LoginMapping :
    IEntityTypeConfiguration<KamUser>, IEntityTypeConfiguration<IdentityRole<Guid>>, IEntityTypeConfiguration<IdentityUserRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityRoleClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<UserRegion>, IEntityTypeConfiguration<UserBusinessUnit>, IEntityTypeConfiguration<SetupToken>,
    IEntityTypeConfiguration<IdentityUserPasskey<Guid>>, IEntityTypeConfiguration<UserSession>, IEntityTypeConfiguration<LoginToken>,
    IEntityTypeConfiguration<Authenticator>, IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<SignInRules>, IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<KamUser> user)
    {
        user.ToTable("users");
        user.Property(u => u.DisplayName).HasMaxLength(200);
        user.Property(u => u.UserName).HasMaxLength(254);
        user.Property(u => u.NormalizedUserName).HasMaxLength(254);
        user.Property(u => u.Email).HasMaxLength(254);
        user.Property(u => u.NormalizedEmail).HasMaxLength(254);
        user.Property(u => u.Language).HasMaxLength(16);
        user.Property(u => u.TimeZone).HasMaxLength(64);
        user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        user.HasIndex(u => u.NormalizedUserName).IsUnique();
        user.HasIndex(u => u.NormalizedEmail).IsUnique();
        user.HasIndex(u => u.PersonId).IsUnique();
        user.HasOne<Person>().WithMany().HasForeignKey(u => u.PersonId).OnDelete(DeleteBehavior.Restrict);
        user.HasMany(u => u.Regions).WithOne().HasForeignKey(r => r.UserId);
        user.HasMany(u => u.BusinessUnits).WithOne().HasForeignKey(b => b.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> role)
    {
        role.ToTable("roles");
        role.Property(r => r.Name).HasMaxLength(64);
        role.Property(r => r.NormalizedName).HasMaxLength(64);
        role.HasIndex(r => r.NormalizedName).IsUnique();
        role.HasData(Role.All.Select(r => new IdentityRole<Guid>
        {
            Id = r.Value, Name = r.Key, NormalizedName = r.Key.ToUpperInvariant(), ConcurrencyStamp = r.Value.ToString(),
        }));
    }

    public void Configure(EntityTypeBuilder<IdentityUserRole<Guid>> grant)
    {
        grant.ToTable("user_roles");
        grant.HasKey(g => new { g.UserId, g.RoleId });
        grant.HasOne<KamUser>().WithMany().HasForeignKey(g => g.UserId);
        grant.HasOne<IdentityRole<Guid>>().WithMany().HasForeignKey(g => g.RoleId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> claim)
    {
        claim.ToTable("user_claims");
        claim.HasOne<KamUser>().WithMany().HasForeignKey(c => c.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> claim)
    {
        claim.ToTable("role_claims");
        claim.HasOne<IdentityRole<Guid>>().WithMany().HasForeignKey(c => c.RoleId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> login)
    {
        login.ToTable("user_logins");
        login.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        login.HasOne<KamUser>().WithMany().HasForeignKey(l => l.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> token)
    {
        token.ToTable("user_tokens");
        token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        token.HasOne<KamUser>().WithMany().HasForeignKey(t => t.UserId);
    }

    public void Configure(EntityTypeBuilder<UserRegion> scope)
    {
        scope.HasKey(s => new { s.UserId, s.RegionId });
        scope.HasOne<Region>().WithMany().HasForeignKey(s => s.RegionId);
    }

    public void Configure(EntityTypeBuilder<UserBusinessUnit> scope)
    {
        scope.HasKey(s => new { s.UserId, s.BusinessUnitId });
        scope.HasOne<BusinessUnit>().WithMany().HasForeignKey(s => s.BusinessUnitId);
    }

    public void Configure(EntityTypeBuilder<SetupToken> token) => token.Property(t => t.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> passkey)
    {
        passkey.ToTable("user_passkeys");
        passkey.HasKey(p => p.CredentialId);
        passkey.Property(p => p.CredentialId).HasMaxLength(1024);
        passkey.OwnsOne(p => p.Data, data => data.ToJson("data"));
        passkey.HasOne<KamUser>().WithMany().HasForeignKey(p => p.UserId);
    }

    public void Configure(EntityTypeBuilder<UserSession> session)
    {
        session.Property(s => s.Address).HasMaxLength(64);
        session.Property(s => s.Agent).HasMaxLength(UserSession.AgentLength);
        session.HasIndex(s => s.UserId);
        session.HasOne<KamUser>().WithMany().HasForeignKey(s => s.UserId);
        session.HasOne<KamUser>().WithMany().HasForeignKey(s => s.ViewsAsId).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<LoginToken> token)
    {
        token.HasKey(t => t.Hash);
        token.HasIndex(t => t.UserId);
        token.HasOne<KamUser>().WithMany().HasForeignKey(t => t.UserId);
    }

    public void Configure(EntityTypeBuilder<Authenticator> authenticator)
    {
        authenticator.HasKey(a => a.UserId);
        authenticator.HasOne<KamUser>().WithOne().HasForeignKey<Authenticator>(a => a.UserId);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.HasKey(c => new { c.UserId, c.Hash });
        code.HasOne<KamUser>().WithMany().HasForeignKey(c => c.UserId);
    }

    public void Configure(EntityTypeBuilder<SignInRules> rules)
    {
        rules.ToTable("sign_in_rules", t => t.HasCheckConstraint("ck_sign_in_rules_one_row", "id = 1"));
        rules.Property(r => r.Id).ValueGeneratedNever();
        rules.Property(r => r.Version).IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<Delegation> delegation)
    {
        delegation.ToTable("delegations", t =>
        {
            t.HasCheckConstraint("ck_delegations_days", "to_day >= from_day");
            t.HasCheckConstraint("ck_delegations_two", "lender_id <> borrower_id");
        });
        delegation.Property(d => d.Note).HasMaxLength(Delegation.NoteLength);
        delegation.Property(d => d.Version).IsRowVersion();
        delegation.HasIndex(d => new { d.BorrowerId, d.ToDay });
        delegation.HasIndex(d => d.LenderId);
        delegation.HasOne<KamUser>().WithMany().HasForeignKey(d => d.LenderId);
        delegation.HasOne<KamUser>().WithMany().HasForeignKey(d => d.BorrowerId);
    }
}
