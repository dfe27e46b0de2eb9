using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Settings;

/// <summary>Regions, segments, business units and product lines: add, rename, move, delete when unused.</summary>
public sealed class OrganisationService(IDbContextFactory<KamDbContext> factory, IValidator<OrganisationForm> validator, IStringLocalizer<SettingsTexts> texts)
{
    public async Task<IReadOnlyList<OrganisationRow>> ListAsync(CurrentUser user, OrganisationKind kind, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var rows = await Rows(db, kind).ToListAsync(ct);
        return kind == OrganisationKind.Region ? Tree(rows) : [.. rows.OrderBy(r => r.ParentName ?? "").ThenBy(r => r.Name, StringComparer.CurrentCulture)];
    }

    public async Task<SaveResult<OrganisationForm>> CreateAsync(CurrentUser user, OrganisationKind kind, OrganisationForm form, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        form = ThreeWay.Tidy(form);
        if (validator.Refusal(form) is { } invalid) return invalid;
        await using var db = await factory.CreateDbContextAsync(ct);
        object entry = kind switch
        {
            OrganisationKind.Region => new Region { Code = form.Code!, Name = form.Name! },
            OrganisationKind.Segment => new Segment { Code = form.Code!, Name = form.Name! },
            OrganisationKind.BusinessUnit => new BusinessUnit { Code = form.Code!, Name = form.Name! },
            _ => new ProductLine { Code = form.Code!, Name = form.Name! },
        };
        db.Add(entry);
        if (await PlaceAsync(db, kind, entry, form, ct) is { } refused) return refused;
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveResult<OrganisationForm>.Saved(form.Code!);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return SaveResult.Refused<OrganisationForm>(nameof(form.Code), texts["CodeTaken"]);
        }
    }

    public async Task<SaveResult<OrganisationForm>> SaveAsync(CurrentUser user, OrganisationKind kind, string code, Edit<OrganisationForm> edit, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        edit = ThreeWay.Tidy(edit);
        edit.Original.Code = edit.Mine.Code = code;
        return await MergingSave.AgainAsync<SaveResult<OrganisationForm>>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Regions move one at a time, so that two moves cannot close a circle.
            if (kind == OrganisationKind.Region) await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('regions.parent', 0))", ct);
            if (await FindAsync(db, kind, code, ct) is not { } entry) return new SaveResult<OrganisationForm>.Missing();
            var version = (uint)db.Entry(entry).Property("Version").CurrentValue!;
            var theirs = await FormOfAsync(db, entry, code, ct);
            if (!edit.TryMerge(theirs, version, out var merged, out var fields))
            {
                var (by, at) = await db.LastChangeAsync(kind.ToString(), code, ct);
                return new SaveResult<OrganisationForm>.Conflicting(theirs, version, fields, by, at);
            }

            if (validator.Refusal(merged) is { } invalid) return invalid;
            db.Entry(entry).Property("Name").CurrentValue = merged.Name;
            if (await PlaceAsync(db, kind, entry, merged, ct) is { } refused) return refused;
            db.Actor = user;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new SaveResult<OrganisationForm>.Saved(code);
        });
    }

    /// <summary>Deletes what nothing refers to; returns the sentence that says why not, or null when it is gone.</summary>
    public async Task<string?> DeleteAsync(CurrentUser user, OrganisationKind kind, string code, uint version, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await FindAsync(db, kind, code, ct) is not { } entry) return null;
        if ((uint)db.Entry(entry).Property("Version").CurrentValue! != version) return texts["Organisation.Changed"];
        // Scopes of logins would go with it silently.
        var id = (int)db.Entry(entry).Property("Id").CurrentValue!;
        if (kind == OrganisationKind.Region && await db.UserRegions.AnyAsync(r => r.RegionId == id, ct)
            || kind == OrganisationKind.BusinessUnit && await db.UserBusinessUnits.AnyAsync(b => b.BusinessUnitId == id, ct)) return texts["Organisation.InScope"];
        db.Remove(entry);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return texts["Organisation.Changed"];
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return texts["Organisation.InUse"];
        }
    }

    private async Task<SaveResult<OrganisationForm>?> PlaceAsync(KamDbContext db, OrganisationKind kind, object entry, OrganisationForm form, CancellationToken ct)
    {
        if (kind is OrganisationKind.Segment or OrganisationKind.BusinessUnit) return null;
        int? parent = null;
        if (form.ParentCode is { } above)
        {
            parent = kind == OrganisationKind.Region
                ? await db.Regions.Where(r => r.Code == above).Select(r => (int?)r.Id).SingleOrDefaultAsync(ct)
                : await db.BusinessUnits.Where(u => u.Code == above).Select(u => (int?)u.Id).SingleOrDefaultAsync(ct);
            if (parent is null) return SaveResult.Refused<OrganisationForm>(nameof(form.ParentCode), texts["Unknown", above]);
        }

        if (entry is Region region && parent is { } top && await IsBelowAsync(db, top, region.Id, ct))
            return SaveResult.Refused<OrganisationForm>(nameof(form.ParentCode), texts["Organisation.Circle"]);
        db.Entry(entry).Property(kind == OrganisationKind.Region ? nameof(Region.ParentId) : nameof(ProductLine.BusinessUnitId)).CurrentValue = parent;
        return null;
    }

    private static async Task<bool> IsBelowAsync(KamDbContext db, int id, int top, CancellationToken ct)
    {
        var parents = await db.Regions.AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.ParentId, ct);
        for (int? at = id; at is { } here; at = parents.GetValueOrDefault(here))
        {
            if (here == top) return true;
        }

        return false;
    }

    private static async Task<object?> FindAsync(KamDbContext db, OrganisationKind kind, string code, CancellationToken ct) => kind switch
    {
        OrganisationKind.Region => await db.Regions.SingleOrDefaultAsync(r => r.Code == code, ct),
        OrganisationKind.Segment => await db.Segments.SingleOrDefaultAsync(s => s.Code == code, ct),
        OrganisationKind.BusinessUnit => await db.BusinessUnits.SingleOrDefaultAsync(u => u.Code == code, ct),
        _ => await db.ProductLines.SingleOrDefaultAsync(l => l.Code == code, ct),
    };

    private static async Task<OrganisationForm> FormOfAsync(KamDbContext db, object entry, string code, CancellationToken ct) => new()
    {
        Code = code,
        Name = (string)db.Entry(entry).Property("Name").CurrentValue!,
        ParentCode = entry switch
        {
            Region { ParentId: { } above } => await db.Regions.Where(r => r.Id == above).Select(r => r.Code).SingleAsync(ct),
            ProductLine { BusinessUnitId: { } unit } => await db.BusinessUnits.Where(u => u.Id == unit).Select(u => u.Code).SingleAsync(ct),
            _ => null,
        },
    };

    private static IQueryable<OrganisationRow> Rows(KamDbContext db, OrganisationKind kind) => kind switch
    {
        OrganisationKind.Region => from r in db.Regions
            from p in db.Regions.Where(p => p.Id == r.ParentId).DefaultIfEmpty()
            select new OrganisationRow(r.Code, r.Name, p.Code, p.Name, 0,
                db.Accounts.LongCount(a => a.RegionId == r.Id) + db.People.LongCount(x => x.RegionId == r.Id) + db.Regions.LongCount(c => c.ParentId == r.Id), r.Version),
        OrganisationKind.Segment => from s in db.Segments
            select new OrganisationRow(s.Code, s.Name, null, null, 0, db.Accounts.LongCount(a => a.SegmentId == s.Id), s.Version),
        OrganisationKind.BusinessUnit => from u in db.BusinessUnits
            select new OrganisationRow(u.Code, u.Name, null, null, 0, db.ProductLines.LongCount(l => l.BusinessUnitId == u.Id) + db.People.LongCount(p => p.BusinessUnitId == u.Id), u.Version),
        // Facts are not counted: whether there are any is enough to know.
        _ => from l in db.ProductLines
            from u in db.BusinessUnits.Where(u => u.Id == l.BusinessUnitId).DefaultIfEmpty()
            select new OrganisationRow(l.Code, l.Name, u.Code, u.Name, 0, db.FinancialFacts.Any(f => f.ProductLineId == l.Id) ? 1 : 0, l.Version),
    };

    private static List<OrganisationRow> Tree(List<OrganisationRow> rows)
    {
        var children = rows.OrderBy(r => r.Name, StringComparer.CurrentCulture).ToLookup(r => r.ParentCode);
        var tree = new List<OrganisationRow>();
        void Add(string? parent, int depth)
        {
            foreach (var row in children[parent])
            {
                tree.Add(row with { Depth = depth });
                Add(row.Code, depth + 1);
            }
        }

        Add(null, 0);
        return tree;
    }
}
