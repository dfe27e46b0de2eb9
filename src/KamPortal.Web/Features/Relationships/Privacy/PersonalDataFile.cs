using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KamPortal.Data;
using KamPortal.Data.Personal;
using KamPortal.Domain.Relationships;
using KamPortal.Resources;
using KamPortal.Security;
using KamPortal.Shell.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace KamPortal.Features.Relationships.Privacy;

/// <summary>One thing that is held about a person.</summary>
/// <param name="Place">Where: contact, counterparts, history, versions, files, or a place of <see cref="PersonalTraces"/>.</param>
/// <param name="Which">Which row there: an import and its line, a day.</param>
/// <param name="Source">Where the value came from, as far as that is kept.</param>
internal sealed record HeldItem(string Place, string Which, string Field, string Value, string? Source);

/// <summary>What a person may ask for: everything that is held about them, for machines (JSON) and for reading (a workbook), in one download.</summary>
public sealed class PersonalDataFile(
    IDbContextFactory<KamDbContext> factory, PersonalData data, StoredFiles stored, IStringLocalizer<PrivacyTexts> t, IStringLocalizer<ShellTexts> shell, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A zipped file; null when there is no such contact.</summary>
    public async Task<byte[]?> MakeAsync(CurrentUser user, int id, CancellationToken ct)
    {
        user.Demand(Permission.ManagePrivacy);
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await PersonalData.PersonAsync(db, user, id, ct) is not { } person) return null;
        var connection = await PersonalData.OpenAsync(db, ct);
        var items = await ItemsAsync(db, connection, id, ct);
        await AuditLog.WriteAsync(connection, user, "Exported", nameof(Contact), id.ToString(CultureInfo.InvariantCulture), new { Items = items.Count }, null, ct);
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using (var json = zip.CreateEntry("personal-data.json").Open())
            {
                await JsonSerializer.SerializeAsync(json, new
                {
                    Contact = person.Id, person.Name, Account = new { Code = person.AccountCode, Name = person.Account }, MadeAt = clock.GetUtcNow(), MadeBy = user.Name,
                    Held = items.GroupBy(i => i.Place).ToDictionary(g => g.Key, g => g.Select(i => new { i.Which, i.Field, i.Value, i.Source })),
                }, Readable, ct);
            }

            await using var workbook = zip.CreateEntry("personal-data.xlsx").Open();
            await XlsxFile.WriteAsync(workbook, t["File.Title"], items.ToAsyncEnumerable(), Columns(), shell["Export.About"],
                [(t["File.About"], person.Name), (t["File.Account"], $"{person.AccountCode} {person.Account}"), (shell["Export.By"], user.Name), (shell["Export.At"], clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))],
                TimeZoneInfo.Utc, ct: ct);
        }

        return file.ToArray();
    }

    private ExportColumn<HeldItem>[] Columns() =>
    [
        new("place", t["File.Place"], i => t["Place." + i.Place].Value), new("which", t["File.Which"], i => i.Which), new("field", t["File.Field"], i => t["Field." + i.Field] is { ResourceNotFound: false } known ? known.Value : i.Field),
        new("value", t["File.Value"], i => i.Value), new("source", t["File.Source"], i => i.Source),
    ];

    private async Task<List<HeldItem>> ItemsAsync(KamDbContext db, NpgsqlConnection connection, int id, CancellationToken ct)
    {
        var contact = await db.Contacts.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        var (key, known) = (id.ToString(CultureInfo.InvariantCulture), await KnownPerson.OfAsync(connection, [id], ct));
        var sources = FieldSources.Read(contact.FieldSources);
        var items = PersonalData.Fields(contact).Where(f => f.Value is not null).Select(f => new HeldItem("contact", contact.Code, f.Name, Text(f.Value!), Source(sources, f.Name))).ToList();
        items.AddRange(await (from o in db.ContactCounterparts where o.ContactId == id join p in db.People on o.PersonId equals p.Id orderby p.Name
            select new HeldItem("counterparts", p.Name, "Level", $"{o.Now} → {o.Target}", null)).ToListAsync(ct));
        var lines = await db.AuditEvents.AsNoTracking().Where(e => e.Entity == nameof(Contact) && e.Key == key).OrderBy(e => e.Id).ToListAsync(ct);
        items.AddRange(lines.Select(e => new HeldItem("history", Text(e.At), e.Action, $"{e.Before?.RootElement.GetRawText()} → {e.After?.RootElement.GetRawText()}", e.UserName)));
        var versions = await db.ImportBeforeImages.FromSql($"select * from import_before_images where target = 'contacts' and (row ->> 'id')::int = {id}").AsNoTracking().ToListAsync(ct);
        items.AddRange(versions.SelectMany(v => JsonDocument.Parse(v.Row).RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null && p.Name is not "search_text")
            .Select(p => new HeldItem("versions", v.Id.ToString(CultureInfo.InvariantCulture), p.Name, p.Value.ToString(), null))));
        foreach (var file in await data.FilesAsync(connection, known, ct))
        {
            var rows = await stored.RowsAsync(file, known.Words, ct);
            items.AddRange(rows.SelectMany(r => r.Cells.Select(c => new HeldItem("files", $"{file.Number} {file.FileName}, {r.Line}", c.Column, c.Value, null))));
            if (rows.Count == 0) items.Add(new("files", $"{file.Number} {file.FileName}", "File", t["File.Somewhere"], null));
        }

        items.AddRange((await PersonalTraces.TextsAsync(connection, known.Words, ct)).Select(x => new HeldItem(x.Place, x.Which, "Text", x.Text, null)));
        return items;
    }

    private static string Text(object value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>Fields of the contact under the names that sources are noted by.</summary>
    private string? Source(IReadOnlyDictionary<string, FieldSource> sources, string field)
    {
        var noted = field switch { "Role" => "buying_role", "Status" => "political_status", "LastContact" => "last_contact", _ => field.ToLowerInvariant() };
        return !sources.TryGetValue(noted, out var source) ? null
            : source.Import is { } number ? t["Source.Import", number, Text(source.At)].Value : t["Source.Person", source.Person ?? "", Text(source.At)].Value;
    }
}
