using KamPortal.Data;
using KamPortal.Domain.Scoring;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Scoring;

/// <summary>Versions of the scoring model: one draft at most, exactly one in force once there is any, all others readable for ever.</summary>
public sealed class ScoringModels(IDbContextFactory<KamDbContext> factory, TimeProvider clock)
{
    /// <summary>Kept in the version itself, so that it reads the same in every language's history.</summary>
    public const string DefaultReason = "KamPortal default model";

    public async Task<IReadOnlyList<ModelRow>> ListAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await Rows(db, db.ScoringModels.OrderByDescending(m => m.Number)).ToListAsync(ct);
    }

    public async Task<ModelView?> FindAsync(CurrentUser user, int number, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        return await ViewAsync(db, number, ct);
    }

    /// <summary>The model in force; the default model is put into force when there is none yet.</summary>
    public async Task<ModelInForce> EnsureInForceAsync(CurrentUser user, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await InForceAsync(db, ct) is { } model) return model;
        var version = new ScoringModelVersion
        {
            Number = await NextNumberAsync(db, ct), Definition = ScoringModel.Default.ToJson(), AuthorId = user.Id, CreatedAt = clock.GetUtcNow(),
        };
        version.Publish(user.Id, DefaultReason, clock.GetUtcNow());
        db.ScoringModels.Add(version);
        (db.Actor, db.Reason) = (user, DefaultReason);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (IsTaken(e))
        {
            // Somebody else was first: theirs is in force.
            return await EnsureInForceAsync(user, ct);
        }

        return new(version.Number, ScoringModel.Default);
    }

    /// <summary>The number of the open draft; without one, a new draft from the version given, else from the one in force, else from the default.</summary>
    public async Task<int> DraftAsync(CurrentUser user, int? from, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.ScoringModels.Where(m => m.State == ModelState.Draft).Select(m => (int?)m.Number).SingleOrDefaultAsync(ct) is { } open) return open;
        var source = await db.ScoringModels.AsNoTracking().Where(m => from == null ? m.State == ModelState.Published : m.Number == from).SingleOrDefaultAsync(ct);
        var draft = new ScoringModelVersion
        {
            Number = await NextNumberAsync(db, ct), Definition = source?.Definition ?? ScoringModel.Default.ToJson(), BasedOn = source?.Number,
            AuthorId = user.Id, CreatedAt = clock.GetUtcNow(),
        };
        db.ScoringModels.Add(draft);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (IsTaken(e))
        {
            return await DraftAsync(user, from, ct);
        }

        return draft.Number;
    }

    /// <summary>Keeps the draft as it is, even while its weights do not add up; a model that could not be computed at all is refused.</summary>
    public async Task<ModelOutcome> SaveAsync(CurrentUser user, int number, ScoringModel model, uint version, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        if (model.Validate().Where(p => p.PreventsScoring).ToList() is { Count: > 0 } problems) return new(null, problems, null);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await DraftForUpdateAsync(db, number, version, ct) is not { } draft) return new(null, [], await ViewAsync(db, number, ct));
        draft.Definition = model.ToJson();
        db.Actor = user;
        return await KeepAsync(db, draft, ct);
    }

    /// <summary>Puts the draft as saved into force, and the version before out of it, in one step.</summary>
    public async Task<ModelOutcome> PublishAsync(CurrentUser user, int number, uint version, string reason, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await DraftForUpdateAsync(db, number, version, ct) is not { } draft) return new(null, [], await ViewAsync(db, number, ct));
        if (ScoringModel.FromJson(draft.Definition).Validate() is { Count: > 0 } problems) return new(null, problems, null);
        (db.Actor, db.Reason) = (user, reason);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            // Out first: the index that allows one published version only is checked at once.
            if (await db.ScoringModels.SingleOrDefaultAsync(m => m.State == ModelState.Published && m.Number != number, ct) is { } before)
            {
                before.Retire();
                await db.SaveChangesAsync(ct);
            }

            draft.Publish(user.Id, reason, clock.GetUtcNow());
            var outcome = await KeepAsync(db, draft, ct);
            if (outcome.Kept) await transaction.CommitAsync(ct);
            return outcome;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || IsTaken(e))
        {
            return await LostAsync(number, ct);
        }
    }

    /// <summary>Throws the draft away; false when somebody else changed it meanwhile.</summary>
    public async Task<bool> DiscardAsync(CurrentUser user, int number, uint version, CancellationToken ct)
    {
        user.Demand(Permission.ManageScoring);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await DraftForUpdateAsync(db, number, version, ct) is not { } draft) return false;
        db.ScoringModels.Remove(draft);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private async Task<ModelOutcome> KeepAsync(KamDbContext db, ScoringModelVersion draft, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return new(draft.Version, [], null);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await LostAsync(draft.Number, ct);
        }
    }

    private async Task<ModelOutcome> LostAsync(int number, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return new(null, [], await ViewAsync(db, number, ct));
    }

    private static async Task<ScoringModelVersion?> DraftForUpdateAsync(KamDbContext db, int number, uint version, CancellationToken ct)
    {
        var draft = await db.ScoringModels.SingleOrDefaultAsync(m => m.Number == number && m.State == ModelState.Draft, ct);
        return draft?.Version == version ? draft : null;
    }

    private static async Task<ModelInForce?> InForceAsync(KamDbContext db, CancellationToken ct) =>
        await db.ScoringModels.AsNoTracking().SingleOrDefaultAsync(m => m.State == ModelState.Published, ct) is { } version
            ? new(version.Number, ScoringModel.FromJson(version.Definition))
            : null;

    private static async Task<ModelView?> ViewAsync(KamDbContext db, int number, CancellationToken ct)
    {
        var row = await Rows(db, db.ScoringModels.Where(m => m.Number == number)).SingleOrDefaultAsync(ct);
        if (row is null) return null;
        var stored = await db.ScoringModels.AsNoTracking().Where(m => m.Number == number).Select(m => new { m.Definition, m.Version }).SingleAsync(ct);
        return new(row, ScoringModel.FromJson(stored.Definition), stored.Version);
    }

    private static IQueryable<ModelRow> Rows(KamDbContext db, IQueryable<ScoringModelVersion> versions) =>
        versions.Select(m => new ModelRow(
            m.Number, m.State, m.BasedOn,
            db.Users.Where(u => u.Id == m.AuthorId).Select(u => u.DisplayName).FirstOrDefault(),
            db.Users.Where(u => u.Id == m.PublisherId).Select(u => u.DisplayName).FirstOrDefault(),
            m.Reason, m.CreatedAt, m.PublishedAt));

    private static async Task<int> NextNumberAsync(KamDbContext db, CancellationToken ct) =>
        (await db.ScoringModels.MaxAsync(m => (int?)m.Number, ct) ?? 0) + 1;

    private static bool IsTaken(DbUpdateException e) => e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
