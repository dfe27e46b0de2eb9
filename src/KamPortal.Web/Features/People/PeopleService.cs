using FluentValidation;
using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Domain.Tiering;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.People;

/// <summary>Who is who among us. Everyone who sees accounts may look; admins change.</summary>
public sealed class PeopleService(IDbContextFactory<KamDbContext> factory, IValidator<PersonForm> validator, IStringLocalizer<PeopleTexts> texts, TimeProvider clock)
{
    private const int AccountsShown = 200;

    public async Task<ListResult<PersonRow>> PageAsync(CurrentUser user, ListQuery query, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var people = db.People.AsNoTracking();
        if (query.Search is { } sought) people = people.Matching(p => EF.Property<string>(p, "SearchText"), sought);
        if (query.Filter("team") is { Count: > 0 } teams) people = people.Where(p => p.Team != null && teams.Contains(p.Team));
        if (query.Filter("region") is { Count: > 0 } regions) people = people.Where(p => db.Regions.Any(r => r.Id == p.RegionId && regions.Contains(r.Code)));
        if (query.Filter("unit") is { Count: > 0 } units) people = people.Where(p => db.BusinessUnits.Any(u => u.Id == p.BusinessUnitId && units.Contains(u.Code)));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (query.Filter("left").Count == 0) people = people.Where(p => p.ActiveTo == null || p.ActiveTo >= today);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("code", false) => people.OrderBy(p => p.Code),
            ("code", true) => people.OrderByDescending(p => p.Code),
            ("team", false) => people.OrderBy(p => p.Team).ThenBy(p => p.Name).ThenBy(p => p.Id),
            ("team", true) => people.OrderByDescending(p => p.Team).ThenBy(p => p.Name).ThenBy(p => p.Id),
            ("name", true) => people.OrderByDescending(p => p.Name).ThenByDescending(p => p.Id),
            _ => people.OrderBy(p => p.Name).ThenBy(p => p.Id),
        };
        var total = await people.CountAsync(ct);
        return new(await Rows(db, user, ordered.Skip(query.Skip).Take(query.PageSize)).ToListAsync(ct), total);
    }

    /// <summary>For Ctrl+K: those who are with us, by name, pinyin, code or e-mail.</summary>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(CurrentUser user, string sought, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var hits = await db.People.Where(p => p.ActiveTo == null || p.ActiveTo >= today).Matching(p => EF.Property<string>(p, "SearchText"), sought)
            .OrderBy(p => p.Name).ThenBy(p => p.Id).Take(SearchSource.Most).Select(p => new { p.Code, p.Name, p.Title }).ToListAsync(ct);
        return [.. hits.Select(h => new SearchHit(h.Name, h.Title is null ? h.Code : $"{h.Code} · {h.Title}", "/people/" + Uri.EscapeDataString(h.Code)))];
    }

    public async Task<PeopleChoices> ChoicesAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        return new(
            await db.People.OrderBy(p => p.Name).Select(p => new ListOption(p.Code, p.Name)).ToListAsync(ct),
            await db.Regions.OrderBy(r => r.Name).Select(r => new ListOption(r.Code, r.Name)).ToListAsync(ct),
            await db.BusinessUnits.OrderBy(u => u.Name).Select(u => new ListOption(u.Code, u.Name)).ToListAsync(ct),
            await db.People.Where(p => p.Team != null).Select(p => p.Team!).Distinct().OrderBy(t => t).Select(t => new ListOption(t, t)).ToListAsync(ct));
    }

    public async Task<PersonPageData?> FindAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ViewAccounts);
        await using var db = await factory.CreateDbContextAsync(ct);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct);
        if (person is null) return null;
        var row = await Rows(db, user, db.People.Where(p => p.Id == person.Id)).SingleAsync(ct);
        var run = await db.ScoringRuns.Where(r => r.IsCurrent).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct);
        var mine = db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null && (a.LeadId == person.Id || db.AccountTeamMembers.Any(m => m.AccountId == a.Id && m.PersonId == person.Id)));
        var accounts = await mine.OrderBy(a => a.Name).ThenBy(a => a.Id).Take(AccountsShown).Select(a => new
        {
            a.Code, a.Name, IsLead = a.LeadId == person.Id,
            Role = db.AccountTeamMembers.Where(m => m.AccountId == a.Id && m.PersonId == person.Id).Select(m => (TeamRole?)m.Role).FirstOrDefault(),
            Tier = db.AccountScores.Where(s => s.RunId == run && s.AccountId == a.Id).Select(s => (Tier?)s.Tier).FirstOrDefault(),
        }).ToListAsync(ct);
        return new(row, await db.People.Where(p => p.Id == person.ManagerId).Select(p => p.Code).SingleOrDefaultAsync(ct),
            await db.People.Where(p => p.ManagerId == person.Id).OrderBy(p => p.Name).Select(p => new PersonRef(p.Code, p.Name)).ToListAsync(ct),
            [.. accounts.Select(a => new PersonAccountRow(a.Code, a.Name, a.IsLead ? null : a.Role?.ToString(), a.Tier))], await mine.CountAsync(ct),
            user.May(Permission.ManageUsers) && await db.Users.AnyAsync(u => u.PersonId == person.Id, ct));
    }

    public async Task<(PersonForm Form, uint Version)?> OpenAsync(CurrentUser user, string code, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        await using var db = await factory.CreateDbContextAsync(ct);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct);
        return person is null ? null : (await FormOfAsync(db, person, ct), person.Version);
    }

    public async Task<SaveResult<PersonForm>> CreateAsync(CurrentUser user, PersonForm form, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        form = ThreeWay.Tidy(form);
        if (validator.Refusal(form) is { } invalid) return invalid;
        await using var db = await factory.CreateDbContextAsync(ct);
        var person = new Person { Code = form.Code!, Name = form.Name! };
        if (await ApplyAsync(db, person, form, ct) is { } refused) return refused;
        db.People.Add(person);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveResult<PersonForm>.Saved(person.Code);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return SaveResult.Refused<PersonForm>(nameof(form.Code), texts["CodeTaken"]);
        }
    }

    public async Task<SaveResult<PersonForm>> SaveAsync(CurrentUser user, string code, Edit<PersonForm> edit, CancellationToken ct)
    {
        user.Demand(Permission.ManageSettings);
        edit = ThreeWay.Tidy(edit);
        edit.Original.Code = edit.Mine.Code = code;
        return await MergingSave.AgainAsync<SaveResult<PersonForm>>(async () =>
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Managers change one at a time, so that two changes cannot close a circle.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('people.manager', 0))", ct);
            var person = await db.People.SingleOrDefaultAsync(p => p.Code == code, ct);
            if (person is null) return new SaveResult<PersonForm>.Missing();
            var theirs = await FormOfAsync(db, person, ct);
            if (!edit.TryMerge(theirs, person.Version, out var merged, out var fields))
            {
                var (by, at) = await db.LastChangeAsync(nameof(Person), code, ct);
                return new SaveResult<PersonForm>.Conflicting(theirs, person.Version, fields, by, at);
            }

            if (validator.Refusal(merged) is { } invalid) return invalid;
            if (await ApplyAsync(db, person, merged, ct) is { } refused) return refused;
            db.Actor = user;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new SaveResult<PersonForm>.Saved(code);
        });
    }

    private async Task<SaveResult<PersonForm>?> ApplyAsync(KamDbContext db, Person person, PersonForm form, CancellationToken ct)
    {
        var unknown = new Dictionary<string, string>();
        async Task<int?> Find(IQueryable<int> found, string? code, string field)
        {
            if (code is null) return null;
            var ids = await found.Take(1).ToListAsync(ct);
            if (ids.Count == 0) unknown[field] = texts["Unknown", code];
            return ids.Count == 0 ? null : ids[0];
        }

        (person.Name, person.Email, person.Title, person.Team) = (form.Name!, form.Email, form.Title, form.Team);
        (person.ActiveFrom, person.ActiveTo) = (form.ActiveFrom, form.ActiveTo);
        person.RegionId = await Find(db.Regions.Where(r => r.Code == form.RegionCode).Select(r => r.Id), form.RegionCode, nameof(form.RegionCode));
        person.BusinessUnitId = await Find(db.BusinessUnits.Where(u => u.Code == form.BusinessUnitCode).Select(u => u.Id), form.BusinessUnitCode, nameof(form.BusinessUnitCode));
        person.ManagerId = await Find(db.People.Where(p => p.Code == form.ManagerCode).Select(p => p.Id), form.ManagerCode, nameof(form.ManagerCode));
        if (person.ManagerId is { } manager && person.Id != 0 && await db.Database.SqlQuery<bool>(
            $"""
            with recursive up as (
              select id, manager_id from people where id = {manager}
              union
              select p.id, p.manager_id from people p join up on p.id = up.manager_id)
            select exists (select 1 from up where id = {person.Id}) as "Value"
            """).SingleAsync(ct)) unknown[nameof(form.ManagerCode)] = texts["ManagerCircle"];
        return unknown.Count == 0 ? null : new SaveResult<PersonForm>.Invalid(unknown);
    }

    private static IQueryable<PersonRow> Rows(KamDbContext db, CurrentUser user, IQueryable<Person> people)
    {
        var accounts = db.AccountsVisibleTo(user).Where(a => a.ArchivedAt == null);
        return people.Select(p => new PersonRow(
            p.Code, p.Name, p.Title, p.Email, p.Team, db.People.Where(m => m.Id == p.ManagerId).Select(m => m.Name).FirstOrDefault(),
            db.Regions.Where(r => r.Id == p.RegionId).Select(r => r.Name).FirstOrDefault(), db.BusinessUnits.Where(u => u.Id == p.BusinessUnitId).Select(u => u.Name).FirstOrDefault(),
            p.ActiveFrom, p.ActiveTo, accounts.Count(a => a.LeadId == p.Id)));
    }

    private static async Task<PersonForm> FormOfAsync(KamDbContext db, Person p, CancellationToken ct) => new()
    {
        Code = p.Code, Name = p.Name, Email = p.Email, Title = p.Title, Team = p.Team, ActiveFrom = p.ActiveFrom, ActiveTo = p.ActiveTo,
        ManagerCode = await db.People.Where(m => m.Id == p.ManagerId).Select(m => m.Code).SingleOrDefaultAsync(ct),
        RegionCode = await db.Regions.Where(r => r.Id == p.RegionId).Select(r => r.Code).SingleOrDefaultAsync(ct),
        BusinessUnitCode = await db.BusinessUnits.Where(u => u.Id == p.BusinessUnitId).Select(u => u.Code).SingleOrDefaultAsync(ct),
    };
}
