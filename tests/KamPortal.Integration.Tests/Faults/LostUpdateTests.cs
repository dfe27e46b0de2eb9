using KamPortal.Data;
using KamPortal.Domain.Accounts;
using KamPortal.Features.Accounts;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace KamPortal.Integration.Tests.Faults;

/// <summary>Eight people on the same twenty accounts, half of them from forms opened long ago: nobody's saved change disappears.</summary>
public sealed class LostUpdateTests(TestPortal portal, ITestOutputHelper output) : IClassFixture<TestPortal>
{
    private const int Writers = 8, Rows = 20;
    private static readonly int Edits = Environment.GetEnvironmentVariable("KAMPORTAL_FULL") == "1" ? 500 : 40;

    [Fact]
    public async Task What_was_said_to_be_saved_stays_until_someone_who_saw_it_changes_it()
    {
        string[] codes = [.. Enumerable.Range(0, Rows).Select(r => $"SHARED-{r:00}")];
        await portal.QueryAsync(async db =>
        {
            db.Accounts.AddRange(codes.Select(c => new Account(c, $"Shared {c}")));
            await db.SaveChangesAsync();
            return 0;
        });
        var writers = new AccountWriters(codes,
            save => portal.WithAsync<AccountEditor, SaveResult<AccountForm>>(e => save(e)),
            code => portal.WithAsync<AccountEditor, (AccountForm, uint)>(async e => (await e.OpenAsync(CurrentUser.System, code, default)).ShouldNotBeNull()));
        var before = new Dictionary<string, AccountForm>();
        foreach (var code in codes) before[code] = (await portal.WithAsync<AccountEditor, (AccountForm Form, uint)?>(e => e.OpenAsync(CurrentUser.System, code, default)))!.Value.Form;

        await writers.WriteAsync(Writers, Edits, seed: 8);

        output.WriteLine($"{writers.Saves} saves, {writers.Conflicts} conflicts asked about");
        writers.Failures.ShouldBe(0, "a refusal is a conflict, never an error");
        writers.Conflicts.ShouldBeGreaterThan(0, "else nothing was proved");
        (await writers.FaultsAsync(before)).ShouldBeEmpty();
        // The history tells of each save, and of nothing else.
        (await portal.QueryAsync(db => db.AuditEvents.CountAsync(e => e.Entity == nameof(Account) && e.Key.StartsWith("SHARED-")))).ShouldBe(Rows + writers.Saves);
    }
}
