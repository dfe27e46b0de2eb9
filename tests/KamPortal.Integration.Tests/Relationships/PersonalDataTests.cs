using System.Text;
using KamPortal.Data.Personal;
using KamPortal.Features.Imports;
using KamPortal.Features.Relationships;
using KamPortal.Features.Relationships.Privacy;
using KamPortal.Integration.Tests.Accounts;
using KamPortal.Security;
using KamPortal.Testing;

namespace KamPortal.Integration.Tests.Relationships;

/// <summary>What is held about a person is handed out whole and erased without a trace; nobody else loses anything.</summary>
public sealed class PersonalDataTests(Portfolio portfolio) : IClassFixture<Portfolio>
{
    private const string Name = "Zara Quillfeather 翟羽", Address = "zara.q@alder.example", Phone = "+47 555 01 234";

    private PersonalData Data => portfolio.Get<PersonalData>();

    [Fact]
    public async Task An_erasure_leaves_no_trace_of_the_person_and_touches_nobody_else()
    {
        var id = await PlantAsync();
        (await TracesAsync()).ShouldNotBeEmpty();
        var held = (await Data.HeldAsync(portfolio.Admin, id, default))!;
        held.Fields.ShouldBe(["Name", "Title", "Email", "Phone", "Side", "Influence", "KeepUntil", "KeepReason"], ignoreOrder: true);
        (held.Versions, held.Counterparts).ShouldBe((1, 1));
        held.Files.Select(f => f.FileName).ShouldBe(["contacts.csv", "contacts-again.csv", "notes.csv", "book.xlsx", "waiting.csv"]);
        held.Traces.Select(t => t.Place).Order(StringComparer.Ordinal).ShouldBe(["calls", "history", "imports", "jobs", "mails", "notices", "problems", "views"]);

        (await Data.EraseAsync(portfolio.Admin, id, "Zara", default)).Refusal.ShouldBe("Refused.Typed");
        (await TracesAsync()).ShouldNotBeEmpty();
        var done = await Data.EraseAsync(portfolio.Admin, id, Name, default);
        (done.Refusal, done.Contacts, done.Files).ShouldBe((null, 1, 5));
        (await TracesAsync()).ShouldBeEmpty();

        // The fact stays: who, when, that it was erased, and what role somebody had.
        (await portfolio.ValueAsync($"select string_agg(action || ' ' || user_name || ' ' || coalesce(reason, ''), '|' order by id) from audit_events where entity in ('Contact', 'PersonalTraces') and key = '{id}' and action = 'Erased'"))
            .ShouldBe("Erased Admin Erased on request|Erased Admin Erased on request");
        (await portfolio.ValueAsync("select user_name || action || entity || reason from audit_events where entity = 'Planted'")).ShouldBe("OttoUpdatedPlantedCalled ••• about it");
        (await portfolio.ValueAsync($"select name || code || side || (erased_at is not null) || (influence is null) from contacts where id = {id}")).ShouldBe($"–erased-{id}Technicaltruetrue");
        (await Data.EraseAsync(portfolio.Admin, id, Name, default)).Refusal.ShouldBe("Refused.Erased");
        var page = (await portfolio.Get<ContactPages>().FindAsync(portfolio.Anna, id, default))!;
        (page.ErasedAt is not null, page.Email).ShouldBe((true, null));
        (await portfolio.Get<ContactEditor>().RestoreAsync(portfolio.Admin, id, default)).ShouldBeFalse();

        // Others keep what they had; what was not imported yet is given up, what was imported stays and its import says that the file is gone.
        (await portfolio.ValueAsync("select email from contacts where name = 'Otto Other'")).ShouldBe("otto@alder.example");
        (await portfolio.ValueAsync("select string_agg(state || (file_erased_at is not null), ',' order by number) from import_batches")).ShouldBe("Importedtrue,Importedtrue,Uploadedfalse,Discardedtrue,Discardedtrue,Discardedtrue");
        (await portfolio.ValueAsync("select count(distinct batch_id)::int from import_file_chunks")).ShouldBe(1);
        var import = (await portfolio.Get<ImportWizard>().FindAsync(portfolio.Admin, 1, default))!;
        (import.FileErasedAt is not null, import.Outcome!.Bad).ShouldBe((true, 1));
        (await portfolio.ValueAsync("select content from outbox_messages")).ShouldBe("••• called, and ••• wrote");
    }

    [Fact]
    public void Words_find_a_person_however_they_are_written_and_nobody_of_a_similar_name()
    {
        var words = PersonWords.Of(["Li Wei 李伟", "Ann O\"Hara", "王芳"], ["li@x.example", "+47 555 01 234"]);
        foreach (var text in new[]
        {
            "Li Wei", "li wei", "WEI LI", "Wei,Li", "\"Li\";\"Wei\"", "q=Li%20Wei", "q=Li+Wei", "李伟", "%E6%9D%8E%E4%BC%9F", "联系李伟处理", "Ann O\"\"Hara", "Ann O\\\"Hara", "王芳女士",
            "mailto:li@x.example", "li%40x.example", "4755501234", "+47 (555) 01-234", "找Li Wei谈",
        }) words.In(text).ShouldBeTrue(text);
        foreach (var text in new[] { "delivery weird", "Li", "Wei", "Bali Weimar", "billi@x.example.org", "李", "伟", "147555012345" }) words.In(text).ShouldBeFalse(text);
        PersonWords.Of(["–", "X"], [null, "-"]).Pattern.ShouldBeNull();
    }

    [Theory]
    [InlineData("Li Wei", "Wei,Li")]
    [InlineData("O'Brien & Söhne (x) [y] {z} ^$.*+?|\\", "o'brien & söhne (x) [y] {z} ^$.*+?|\\")]
    public async Task The_database_reads_the_words_as_the_portal_does(string name, string text)
    {
        var words = PersonWords.Of([name], []);
        words.In(text).ShouldBeTrue();
        (await portfolio.ValueAsync($"select '{text.Replace("'", "''", StringComparison.Ordinal)}' ~* '{words.Pattern!.Replace("'", "''", StringComparison.Ordinal)}'")).ShouldBe(true);
    }

    [Fact]
    public async Task Only_who_holds_the_permission_sees_or_erases()
    {
        foreach (var user in new[] { portfolio.Anna, portfolio.Director, portfolio.Viewer })
        {
            await Should.ThrowAsync<NotPermittedException>(() => Data.HeldAsync(user, 1, default));
            await Should.ThrowAsync<NotPermittedException>(() => Data.EraseAsync(user, 1, "x", default));
            await Should.ThrowAsync<NotPermittedException>(() => portfolio.Get<PersonalDataFile>().MakeAsync(user, 1, default));
        }

        (await Data.EraseAsync(portfolio.Admin, 999_999, "x", default)).Refusal.ShouldBe("Refused.Gone");
        await portfolio.RunAsync("insert into audit_events (user_name, action, entity, key) values ('Otto', 'Updated', 'Line', 'x')");
        // The log cannot be changed by going round the function, and not in silence through it.
        foreach (var sly in new[] { "set kamportal.erasing = 'on'; update audit_events set user_name = 'x'", "set kamportal.erasing = 'on'; delete from audit_events" })
            await Should.ThrowAsync<Npgsql.PostgresException>(() => portfolio.RunAsync(sly));
        await Should.ThrowAsync<Npgsql.PostgresException>(() => portfolio.RunAsync("select erase_from_audit('.*', gen_random_uuid(), 'x')"));
    }

    /// <summary>One person in every place that can hold words, and another beside her.</summary>
    private async Task<int> PlantAsync()
    {
        const string Contacts = "account_id,full name,email,phone,title,side,influence\nA1,Zara Quillfeather 翟羽,zara.q@alder.example,+47 555 99 000,Engineer,Technical,4\nA1,Otto Other,otto@alder.example,,,,\nA1,Zara Quillfeather,zara.q@alder.example,,,,99\n";
        await ImportAsync("contacts.csv", Contacts, "contacts");
        await ImportAsync("contacts-again.csv", Contacts.Replace("+47 555 99 000", Phone, StringComparison.Ordinal), "contacts");
        await TakeInAsync("harmless.csv", "account_id,name\nA9,Nothing of her\n"u8.ToArray());
        await TakeInAsync("notes.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("account_id,name,notes\nA9,Ninth,met Quillfeather Zara at the fair\n")).ToArray());
        await TakeInAsync("book.xlsx", WorkbookMaker.Book(new("Accounts", Row("account_id", "name") + Row("A9", "Ninth")), new("Notes", Row("ask", "Zara Quillfeather"))));
        await TakeInAsync("waiting.csv", Encoding.UTF8.GetBytes($"account_id,name,email\nA1,Z. Q.,{Address}\n"));
        await portfolio.RunAsync(
            $"""
            update contacts set keep_until = '2030-01-01', keep_reason = 'Zara Quillfeather asked us to' where email = '{Address}';
            insert into contact_counterparts (contact_id, person_id) select c.id, p.id from contacts c, people p where c.email = '{Address}' and p.code = 'BO';
            insert into users (id, display_name, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, created_at)
              values ('{portfolio.Admin.Id}', 'Admin', 'a@x.example', 'A@X.EXAMPLE', 'a@x.example', 'A@X.EXAMPLE', true, false, false, false, 0, now());
            insert into outbox_messages (id, channel, state, kind, recipient, subject, content, created_at, due_at, attempts) values
              (gen_random_uuid(), 'Mail', 'Waiting', 'x', 'somebody@x.example', 'About Zara Quillfeather', 'Zara Quillfeather called, and zara.q@alder.example wrote', now(), now(), 0),
              (gen_random_uuid(), 'Mail', 'Waiting', 'x', 'ZARA.Q@alder.example', 'To her', 'Dear Ms Q.', now(), now(), 0);
            insert into notifications (user_id, kind, href, words, created_at, in_app, by_mail) values ('{portfolio.Admin.Id}', 'x', '/contacts?q=Zara+Quillfeather', array['翟羽', 'kept'], now(), true, false);
            insert into saved_views (id, list, slug, name, state, owner_id, shared) values (gen_random_uuid(), 'contacts', 'quillfeather-zara', 'Zara Quillfeather', '?q=Zara%20Quillfeather', '{portfolio.Admin.Id}', false);
            insert into jobs (id, kind, state, payload, requested_by, queued_at, attempt, done, error, cancel_requested) values (gen_random_uuid(), 'x', 'Failed', '{PayloadJson}', 'x', now(), 1, 0, 'No such person: zara.q@alder.example', false);
            insert into api_keys (id, name, user_id, permissions, hash, created_at, created_by, expires_at) values ('{portfolio.Admin.Id}', 'x', '{portfolio.Admin.Id}', array['ViewAccounts'], '\x00', now(), 'x', now());
            insert into idempotent_calls (api_key_id, key, request, started_at, status, content_type, body) values
              ('{portfolio.Admin.Id}', 'k', '\x00', now(), 200, 'application/json', convert_to('{PayloadJson}', 'UTF8')), ('{portfolio.Admin.Id}', 'l', '\x00', now(), null, null, null);
            insert into audit_events (user_name, action, entity, key, reason, before, after) values ('Otto', 'Updated', 'Planted', 'p', 'Called Zara Quillfeather about it', '{PayloadJson}', '{PayloadJson}');
            """);
        return (int)(await portfolio.ValueAsync($"select id from contacts where email = '{Address}'"))!;
    }

    private static string Row(params string[] cells) => $"<row>{string.Concat(cells.Select(c => $"""<c t="inlineStr"><is><t>{c}</t></is></c>"""))}</row>";

    private const string PayloadJson = """{"who": "Quillfeather, Zara", "list": ["+4755501234", "翟羽"]}""";

    private async Task ImportAsync(string name, string text, string kind) =>
        (await portfolio.Get<ImportService>().ImportStreamAsync(CurrentUser.System, kind, name, new MemoryStream(Encoding.UTF8.GetBytes(text)), new() { GoodRowsOnly = true }, default)).Refusal.ShouldBeNull();

    private Task<int> TakeInAsync(string name, byte[] bytes) => portfolio.Get<UploadedFiles>().TakeInAsync(CurrentUser.System, name, new MemoryStream(bytes), "accounts", default);

    /// <summary>Every column of every table that can hold text, searched for every word of hers.</summary>
    private async Task<List<string>> TracesAsync()
    {
        var columns = (string)(await portfolio.ValueAsync(
            """
            select string_agg(format('select %L as place where exists (select from %I t where %s ~* $q$quillfeather|翟羽|zara.q@|555.?01.?234|555.?99.?000$q$)', table_name || '.' || column_name, table_name,
              case when data_type = 'bytea' then format('(case when get_byte(t.%1$I || ''\x00'', 0) = 255 then replace(encode(t.%1$I, ''escape''), ''\000'', '''') else encode(t.%1$I, ''escape'') end)', column_name)
                   else format('t.%I::text', column_name) end), ' union all ')
            from information_schema.columns join information_schema.tables using (table_schema, table_name)
            where table_schema = 'public' and table_type = 'BASE TABLE' and data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'xml', 'name')
            """))!;
        return [.. (await portfolio.ValueAsync($"select string_agg(place, ',' order by place) from ({columns}) x") as string ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }
}
