using KamPortal.Data;
using KamPortal.Domain.Scoring;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KamPortal.Features.Scoring;

/// <summary>People's judgement of an account's strategic importance, which a model may weigh beside measured criteria.</summary>
public sealed class RatingService(IDbContextFactory<KamDbContext> factory, TimeProvider clock)
{
    public const int Lowest = 1;
    public const int Highest = 5;
    public const int NoteLength = 2000;

    /// <summary>The rating as it stands; null for an account the user may not see.</summary>
    public async Task<RatingView?> FindAsync(CurrentUser user, int accountId, CancellationToken ct)
    {
        user.Demand(Permission.ViewTiering);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (!await db.AccountsVisibleTo(user).AnyAsync(a => a.Id == accountId, ct)) return null;
        return await ViewAsync(db, accountId, ct);
    }

    /// <summary>Rates the account, or takes the rating back with a null value. Answers the rating as it then stands.</summary>
    /// <returns>Whether it was kept; false when somebody else rated meanwhile. Null for an account the user may not see.</returns>
    public async Task<(bool Kept, RatingView Now)?> RateAsync(CurrentUser user, int accountId, int? value, string? note, uint version, CancellationToken ct)
    {
        user.Demand(Permission.RateAccounts);
        ArgumentOutOfRangeException.ThrowIfLessThan(value ?? Lowest, Lowest, nameof(value));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value ?? Lowest, Highest, nameof(value));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note?.Length ?? 0, NoteLength, nameof(note));
        await using var db = await factory.CreateDbContextAsync(ct);
        if (!await db.AccountsVisibleTo(user).AnyAsync(a => a.Id == accountId, ct)) return null;
        var rating = await db.AccountRatings.SingleOrDefaultAsync(r => r.AccountId == accountId && r.Criterion == Metrics.StrategicImportance, ct);
        if ((rating?.Version ?? 0) != version) return (false, await ViewAsync(db, accountId, ct));
        if (value is null && rating is not null) db.AccountRatings.Remove(rating);
        else if (value is { } given) Set(db, ref rating, accountId, given, note, user);
        db.Actor = user;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return (false, await ViewAsync(db, accountId, ct));
        }

        return (true, await ViewAsync(db, accountId, ct));
    }

    private void Set(KamDbContext db, ref AccountRating? rating, int accountId, int value, string? note, CurrentUser user)
    {
        if (rating is null) db.AccountRatings.Add(rating = new() { AccountId = accountId, Criterion = Metrics.StrategicImportance });
        (rating.Value, rating.Note) = (value, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        (rating.RatedById, rating.RatedAt) = (user.Id, clock.GetUtcNow());
    }

    private static async Task<RatingView> ViewAsync(KamDbContext db, int accountId, CancellationToken ct) =>
        await db.AccountRatings.AsNoTracking().Where(r => r.AccountId == accountId && r.Criterion == Metrics.StrategicImportance)
            .Select(r => new RatingView(r.Value, r.Note, db.Users.Where(u => u.Id == r.RatedById).Select(u => u.DisplayName).FirstOrDefault(), r.RatedAt, r.Version))
            .SingleOrDefaultAsync(ct) ?? new(null, null, null, null, 0);
}
