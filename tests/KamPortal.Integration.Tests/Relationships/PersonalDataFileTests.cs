using System.IO.Compression;
using System.Text;
using System.Text.Json;
using KamPortal.Features.Imports;
using KamPortal.Features.Relationships;
using KamPortal.Features.Relationships.Privacy;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Relationships;

public sealed class PersonalDataFileTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    [Fact]
    public async Task The_download_tells_every_place_with_the_value_and_where_it_came_from()
    {
        const string Csv = "account_id,full name,email,phone\nA1,Zara Quillfeather,zara@alder.example,+47 1\nA1,Otto Other,otto@alder.example,\n";
        var imports = portfolio.Get<ImportService>();
        foreach (var text in new[] { Csv, Csv.Replace("+47 1", "+47 2", StringComparison.Ordinal) })
            (await imports.ImportStreamAsync(CurrentUser.System, "contacts", "people.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), new(), default)).Refusal.ShouldBeNull();
        var id = (int)(await portfolio.ValueAsync("select id from contacts where email = 'zara@alder.example'"))!;
        var (form, version) = (await portfolio.Get<ContactEditor>().OpenAsync(portfolio.Anna, id, default))!.Value;
        var mine = Shell.Forms.ThreeWay.Tidy(form);
        mine.Title = "=2+5";
        await portfolio.Get<ContactEditor>().SaveAsync(portfolio.Anna, id, new(form, mine, version), default);
        await portfolio.RunAsync("insert into audit_events (user_name, action, entity, key, reason) values ('Otto', 'Updated', 'Planted', 'p', 'Zara Quillfeather said so')");

        using var zip = new ZipArchive(new MemoryStream((await portfolio.Get<PersonalDataFile>().MakeAsync(portfolio.Admin, id, default))!));
        zip.Entries.Select(e => e.Name).ShouldBe(["personal-data.json", "personal-data.xlsx"]);
        using var json = await JsonDocument.ParseAsync(zip.Entries[0].Open());
        var held = json.RootElement.GetProperty("held");
        (json.RootElement.GetProperty("name").GetString(), json.RootElement.GetProperty("madeBy").GetString()).ShouldBe(("Zara Quillfeather", "Admin"));
        held.EnumerateObject().Select(p => p.Name).ShouldBe(["contact", "history", "versions", "files", "imports"], ignoreOrder: true);
        Values("contact").ShouldContain(("Title", "=2+5", "AccountManager"));
        Values("contact").ShouldContain(("Phone", "+47 2", "Import 2"));
        Values("versions").ShouldContain(v => v.Value == "+47 1");
        Values("files").Count(v => v.Value == "Zara Quillfeather").ShouldBe(2);
        held.ToString().ShouldNotContain("Otto Other");
        Values("history").ShouldContain(v => v.Value == "Zara Quillfeather said so");
        (await portfolio.ValueAsync($"select count(*) from audit_events where entity = 'Contact' and action = 'Exported' and key = '{id}'")).ShouldBe(1L);

        using var book = new ZipArchive(zip.Entries[1].Open());
        using var sheet = new StreamReader(book.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var markup = await sheet.ReadToEndAsync();
        markup.ShouldContain("Zara Quillfeather");
        markup.ShouldNotContain("<f>");
        (await portfolio.Get<PersonalDataFile>().MakeAsync(portfolio.Admin, 999_999, default)).ShouldBeNull();

        List<(string Field, string Value, string? Source)> Values(string place) => [.. held.GetProperty(place).EnumerateArray()
            .Select(i => (i.GetProperty("field").GetString()!, i.GetProperty("value").GetString()!, i.GetProperty("source").GetString()?.Split(',')[0]))];
    }
}
