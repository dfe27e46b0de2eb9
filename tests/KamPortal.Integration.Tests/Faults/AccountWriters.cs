using System.Collections.Concurrent;
using KamPortal.Features.Accounts;
using KamPortal.Security;
using KamPortal.Shell.Dialogs;
using KamPortal.Shell.Forms;

namespace KamPortal.Integration.Tests.Faults;

/// <summary>
/// People who change the same accounts at the same time through the editor of the account page, some from forms they opened long ago,
/// and a ledger of what each was told. Every value written is written once in the world, so that what happened to a field can be read
/// off it: it is a chain from the first value to the last, and whoever was told "saved" is a link of it.
/// </summary>
internal sealed class AccountWriters(IReadOnlyList<string> codes, Func<Func<AccountEditor, Task<SaveResult<AccountForm>>>, Task<SaveResult<AccountForm>>> save, Func<string, Task<(AccountForm Form, uint Version)>> open)
{
    private const int Keeps = 4;

    private readonly ConcurrentBag<Change> _saved = [], _unknown = [];
    private int _saves, _conflicts, _failures;

    private sealed record Change(string Code, string Field, string? From, string To);

    /// <summary>Saves that were acknowledged; each changed one to three fields.</summary>
    public int Saves => _saves;

    public int Conflicts => _conflicts;

    /// <summary>Saves that ended in an error, so that the writer cannot know whether they happened.</summary>
    public int Failures => _failures;

    public Task WriteAsync(int writers, int edits, int seed, CancellationToken stop = default) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => WriterAsync(w, edits, new Random(seed * 1000 + w), stop), CancellationToken.None)));

    /// <summary>What is wrong with the history of the fields, given how they are now.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(IReadOnlyDictionary<string, AccountForm> before)
    {
        var faults = new List<string>();
        foreach (var code in codes)
        {
            var (now, _) = await open(code);
            foreach (var (field, read) in Fields)
            {
                var told = _saved.Where(c => c.Code == code && c.Field == field).ToDictionary(c => c.To);
                var perhaps = _unknown.Where(c => c.Code == code && c.Field == field).ToDictionary(c => c.To);
                for (var at = read(now); at != read(before[code]);)
                {
                    if (at is not null && (told.Remove(at, out var link) || perhaps.Remove(at, out link))) at = link.From;
                    else
                    {
                        faults.Add($"{code} {field}: nobody wrote '{at}' there");
                        break;
                    }
                }

                faults.AddRange(told.Values.Select(lost => $"{code} {field}: '{lost.To}' was saved over '{lost.From}' and is lost"));
            }
        }

        return faults;
    }

    private static readonly (string Name, Func<AccountForm, string?> Read)[] Fields = [("City", f => f.City), ("Industry", f => f.Industry), ("LegalName", f => f.LegalName)];

    private async Task WriterAsync(int writer, int edits, Random random, CancellationToken stop)
    {
        var kept = new Queue<(string Code, AccountForm Form, uint Version)>();
        for (var edit = 0; edit < edits && !stop.IsCancellationRequested; edit++)
        {
            try
            {
                // Every other edit starts from a form that was opened a while ago.
                if (kept.Count < Keeps || random.Next(2) == 0)
                {
                    var code = codes[random.Next(codes.Count)];
                    var (form, version) = await open(code);
                    kept.Enqueue((code, form, version));
                }

                var stale = kept.Dequeue();
                await ChangeAsync(stale.Code, stale.Form, stale.Version, $"w{writer}e{edit}", random);
            }
            catch (Exception e) when (IsCut(e))
            {
                Interlocked.Increment(ref _failures);
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private async Task ChangeAsync(string code, AccountForm original, uint version, string value, Random random)
    {
        var mine = Copy(original);
        var changes = new List<Change>();
        void Set(string field, string? from, Action<string> set)
        {
            var to = $"{value} {field}";
            set(to);
            changes.Add(new(code, field, from, to));
        }

        var which = random.Next(1, 8);
        if ((which & 1) != 0) Set("City", original.City, v => mine.City = v);
        if ((which & 2) != 0) Set("Industry", original.Industry, v => mine.Industry = v);
        if ((which & 4) != 0) Set("LegalName", original.LegalName, v => mine.LegalName = v);

        for (var attempt = new Edit<AccountForm>(original, mine, version); ;)
        {
            SaveResult<AccountForm> answer;
            try
            {
                answer = await save(e => e.SaveAsync(CurrentUser.System, code, attempt, default));
            }
            catch (Exception e) when (IsCut(e))
            {
                foreach (var change in changes) _unknown.Add(change);
                throw;
            }

            switch (answer)
            {
                case SaveResult<AccountForm>.Saved:
                    foreach (var change in changes) _saved.Add(change);
                    Interlocked.Increment(ref _saves);
                    return;
                case SaveResult<AccountForm>.Conflicting conflict:
                    Interlocked.Increment(ref _conflicts);
                    conflict.Fields.ShouldBeSubsetOf(changes.Select(c => c.Field));
                    if (random.Next(2) == 0) return; // Theirs is good enough.
                    attempt = ThreeWay.Settle(attempt, conflict, conflict.Fields.ToDictionary(f => f, _ => ConflictChoice.Mine));
                    changes = [.. changes.Select(c => c with { From = Fields.Single(f => f.Name == c.Field).Read(conflict.Theirs) })];
                    continue;
                default:
                    throw new InvalidOperationException($"A save was neither saved nor a conflict: {answer}");
            }
        }
    }

    private static bool IsCut(Exception? e) => e is not null && (e is Npgsql.NpgsqlException or TimeoutException or IOException || IsCut(e.InnerException));

    private static AccountForm Copy(AccountForm form) => ThreeWay.Merge(form, form, form);
}
