using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KamPortal.Domain.Accounts;
using KamPortal.Features.Api;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Api;

public sealed class ApiTests(TestPortal portal) : IClassFixture<TestPortal>
{
    private static readonly Permission[] Accounts = [Permission.ViewAccounts, Permission.EditAccounts];

    [Fact]
    public async Task A_key_opens_the_api_until_it_expires_or_is_revoked_or_its_login_is_disabled()
    {
        var login = await LoginAsync("lifetime", Role.Admin);
        var (client, id) = await ClientAsync(login, Accounts);
        (await client.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await portal.SqlAsync($"select last_used_at is not null and position('kam_' in encode(hash, 'escape')) = 0 from api_keys where id = '{id}'")).ShouldBe(true);

        using var stranger = Client("kam_" + id.ToString("N") + "_" + new string('x', 43));
        await RefusedAsync(await stranger.GetAsync("/api/v1/accounts"), HttpStatusCode.Unauthorized);
        using var nobody = Client(null);
        await RefusedAsync(await nobody.GetAsync("/api/v1/accounts"), HttpStatusCode.Unauthorized);
        var cookies = await portal.SignedInAsync("lifetime@api.test");
        (await cookies.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "a cookie must not open it");

        await portal.SqlAsync($"update users set disabled_at = now() where id = '{login.Id}'");
        await RefusedAsync(await client.GetAsync("/api/v1/accounts"), HttpStatusCode.Unauthorized);
        await portal.SqlAsync($"update users set disabled_at = null where id = '{login.Id}'");
        await portal.SqlAsync($"update api_keys set expires_at = now() where id = '{id}'");
        await RefusedAsync(await client.GetAsync("/api/v1/accounts"), HttpStatusCode.Unauthorized);
        await portal.SqlAsync($"update api_keys set expires_at = now() + interval '1 day' where id = '{id}'");
        (await client.GetAsync("/api/v1/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await portal.WithAsync<ApiKeyService, bool>(s => s.RevokeAsync(CurrentUser.System, id, default))).ShouldBeTrue();
        await RefusedAsync(await client.GetAsync("/api/v1/accounts"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_sees_what_its_login_sees_and_does_no_more_than_it_was_given()
    {
        var (ana, mine, theirs) = await portal.QueryAsync(async db =>
        {
            var person = new Person { Code = "API-ANA", Name = "Ana" };
            db.Add(person);
            await db.SaveChangesAsync();
            db.AddRange(new Account("API-MINE", "Mine") { LeadId = person.Id }, new Account("API-THEIRS", "Theirs"));
            await db.SaveChangesAsync();
            return (person.Id, "API-MINE", "API-THEIRS");
        });
        var login = await portal.UserAsync(await portal.AddLoginAsync("scoped@api.test", [Role.AccountManager], ana));
        var (client, _) = await ClientAsync(login, [Permission.ViewAccounts]);
        (await CodesAsync(client, "/api/v1/accounts")).ShouldBe([mine]);
        (await client.GetAsync("/api/v1/accounts/" + mine)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await client.GetAsync("/api/v1/accounts/" + theirs), HttpStatusCode.NotFound);
        (await CodesAsync(client, $"/api/v1/accounts?q={theirs}")).ShouldBeEmpty();
        await RefusedAsync(await client.PostAsJsonAsync("/api/v1/accounts", new { code = "API-X", name = "X" }), HttpStatusCode.Forbidden);
        await RefusedAsync(await client.GetAsync("/api/v1/models"), HttpStatusCode.Forbidden);
        await RefusedAsync(await client.PostAsync("/api/v1/imports?fileName=a.csv", new StringContent("code,name\n")), HttpStatusCode.Forbidden);
        (await portal.SqlAsync("select count(*) from accounts where code = 'API-X'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Slices_of_a_list_hold_every_account_once_whatever_is_added_meanwhile()
    {
        var (client, _) = await ClientAsync(await LoginAsync("slices", Role.Admin), Accounts);
        await portal.QueryAsync(async db =>
        {
            db.AddRange(Enumerable.Range(0, 7).Select(i => new Account($"SLICE-{i}", $"Slice {i}") { Industry = "Slicing" }));
            return await db.SaveChangesAsync();
        });
        var (seen, after) = (new List<string>(), "");
        do
        {
            using var page = await JsonDocument.ParseAsync(await client.GetStreamAsync($"/api/v1/accounts?limit=3&q=SLICE&after={after}"));
            seen.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("code").GetString()!));
            after = page.RootElement.GetProperty("next").GetString() ?? "";
            if (seen.Count == 3) await client.PostAsJsonAsync("/api/v1/accounts", new { code = "SLICE-NEW", name = "Slice new" });
        }
        while (after.Length > 0);
        seen.ShouldBe([.. Enumerable.Range(0, 7).Select(i => $"SLICE-{i}"), "SLICE-NEW"]);
    }

    [Fact]
    public async Task Errors_stand_under_their_fields_in_the_callers_language()
    {
        var (client, _) = await ClientAsync(await LoginAsync("errors", Role.Admin), Accounts);
        var english = await ErrorsAsync(client, "en", new { code = "", name = "", regionCode = "NOWHERE" });
        english.Keys.ShouldBe(["code", "name"], ignoreOrder: true);
        (await ErrorsAsync(client, "en", new { code = "E-1", name = "E", regionCode = "NOWHERE" })).Keys.ShouldBe(["regionCode"]);
        var chinese = await ErrorsAsync(client, "zh-CN", new { code = "", name = "" });
        chinese["name"].ShouldNotBe(english["name"]);
    }

    [Theory]
    [InlineData("""{"code":"E-2","name":"E","role":"Admin"}""", "unknown_field", "role")]
    [InlineData("""{"code":"E-2","name":"E","ownerId":1}""", "unknown_field", "ownerId")]
    [InlineData("""{"code":"E-2","name":"E","id":1}""", "unknown_field", "id")]
    [InlineData("""{"code":"E-2","name":"E","version":7}""", "unknown_field", "version")]
    [InlineData("""{"code":"E-2","name":"E","archived":true}""", "unknown_field", "archived")]
    [InlineData("""{"code":"E-2","name":"E","kind":"Moon"}""", "malformed", "kind")]
    [InlineData("""{"code":"E-2","name":"E","kind":1}""", "malformed", "kind")]
    [InlineData("""{"code":"E-2","name":"E","name":"F"}""", "malformed", null)]
    [InlineData("{", "malformed", null)]
    [InlineData("", "malformed", null)]
    public async Task A_field_that_is_not_the_forms_or_cannot_be_read_is_refused_by_its_name(string body, string code, string? field)
    {
        var client = await AdminAsync();
        using var problem = await RefusedAsync(await client.PostAsync("/api/v1/accounts", new StringContent(body, Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest);
        problem.RootElement.GetProperty("code").GetString().ShouldBe(code);
        if (field is not null) problem.RootElement.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
        (await portal.SqlAsync("select count(*) from accounts where code = 'E-2'")).ShouldBe(0L);
    }

    [Theory]
    [InlineData("/api/v1/accounts?limit=many", "malformed", "limit")]
    [InlineData("/api/v1/accounts?after=-1", "cursor", "after")]
    [InlineData("/api/v1/facts?after=1_2", "cursor", "after")]
    [InlineData("/api/v1/facts?from=yesterday", "malformed", "from")]
    public async Task A_question_that_cannot_be_read_is_refused_by_its_name(string address, string code, string field)
    {
        using var problem = await RefusedAsync(await (await AdminAsync()).GetAsync(address), HttpStatusCode.BadRequest);
        problem.RootElement.GetProperty("code").GetString().ShouldBe(code);
        problem.RootElement.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Fact]
    public async Task Contacts_are_written_by_the_rules_of_the_page_and_those_out_of_scope_do_not_exist()
    {
        var (mine, theirs, ana) = await portal.QueryAsync(async db =>
        {
            var person = new Person { Code = "API-BEA", Name = "Bea" };
            db.Add(person);
            await db.SaveChangesAsync();
            db.AddRange(new Account("CON-MINE", "Mine") { LeadId = person.Id }, new Account("CON-THEIRS", "Theirs"));
            await db.SaveChangesAsync();
            return ("CON-MINE", "CON-THEIRS", person.Id);
        });
        var admin = await AdminAsync();
        var foreign = (await admin.PostAsJsonAsync("/api/v1/contacts", new { accountCode = theirs, name = "Foreign Person" })).Headers.Location!.OriginalString;
        var login = await portal.UserAsync(await portal.AddLoginAsync("contacts@api.test", [Role.AccountManager], ana));
        var (client, _) = await ClientAsync(login, Accounts);
        var made = await client.PostAsJsonAsync("/api/v1/contacts", new { accountCode = mine, name = "Lin", email = "lin@customer.test", influence = 4, role = "Decider" });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var place = made.Headers.Location!.OriginalString;
        using (var again = await RefusedAsync(await client.PostAsJsonAsync("/api/v1/contacts", new { accountCode = mine, name = "Lin", email = "lin@customer.test", influence = 9 }), HttpStatusCode.UnprocessableEntity))
            again.RootElement.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("influence");
        await RefusedAsync(await client.PostAsJsonAsync("/api/v1/contacts", new { accountCode = theirs, name = "X" }), HttpStatusCode.UnprocessableEntity);
        using var request = new HttpRequestMessage(HttpMethod.Put, place) { Content = JsonContent.Create(new { name = "Lin Na", email = "lin@customer.test" }) };
        request.Headers.IfMatch.Add(made.Headers.ETag!);
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var page = await JsonDocument.ParseAsync(await client.GetStreamAsync("/api/v1/contacts"));
        page.RootElement.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldBe(["Lin Na"]);
        (await (await client.GetAsync(foreign)).Content.ReadAsStringAsync()).ShouldBe(await (await client.GetAsync("/api/v1/contacts/999999")).Content.ReadAsStringAsync());
        await RefusedAsync(await client.GetAsync(foreign), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_change_names_the_version_it_was_made_on_and_an_old_one_is_refused()
    {
        var (client, _) = await ClientAsync(await LoginAsync("versions", Role.Admin), Accounts);
        var made = await client.PostAsJsonAsync("/api/v1/accounts", new { code = "V-1", name = "First" });
        made.Headers.Location!.OriginalString.ShouldBe("/api/v1/accounts/V-1");
        var tag = made.Headers.ETag.ShouldNotBeNull();
        (await PutAsync(client, "V-1", "Second", null)).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        var second = await PutAsync(client, "V-1", "Second", tag);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await PutAsync(client, "V-1", "Third", tag), HttpStatusCode.PreconditionFailed);
        (await portal.SqlAsync("select name from accounts where code = 'V-1'")).ShouldBe("Second");
        var (answers, version) = (new List<HttpStatusCode>(), second.Headers.ETag);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var answer = await PutAsync(client, "V-1", $"Racer {i}", version);
            lock (answers) answers.Add(answer.StatusCode);
        }));
        answers.Count(a => a == HttpStatusCode.OK).ShouldBe(1);
        answers.ShouldAllBe(a => a == HttpStatusCode.OK || a == HttpStatusCode.PreconditionFailed || a == HttpStatusCode.Conflict);
        (await PutAsync(client, "ABSENT", "x", version)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_call_fifty_times_at_once_is_done_once_and_answered_alike()
    {
        var (client, _) = await ClientAsync(await LoginAsync("repeats", Role.Admin), Accounts);
        async Task<(HttpStatusCode Status, string Body, string? Place)> CreateAsync(string code, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accounts") { Content = JsonContent.Create(new { code, name = "Once" }) };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await client.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CreateAsync("ONCE-1", "k1")));
        answers.Distinct().ShouldHaveSingleItem().Status.ShouldBe(HttpStatusCode.Created);
        (await portal.SqlAsync("select count(*) from audit_events where entity = 'Account' and key = 'ONCE-1' and action = 'Created'")).ShouldBe(1L);
        (await CreateAsync("ONCE-2", "k1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CreateAsync("ONCE-1", "k2")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "another call: the code is taken");
        portal.Clock.Advance(TimeSpan.FromHours(25));
        (await CreateAsync("ONCE-3", "k1")).Status.ShouldBe(HttpStatusCode.Created, "after a day the name is free again");
    }

    [Fact]
    public async Task A_file_is_uploaded_checked_and_imported_as_by_the_wizard()
    {
        var (client, _) = await ClientAsync(await LoginAsync("importer", Role.Admin), [Permission.ImportData, Permission.ViewAccounts]);
        await RefusedAsync(await client.PostAsync("/api/v1/imports?fileName=x.csv", new ByteArrayContent([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3])), HttpStatusCode.UnprocessableEntity);
        var uploaded = await client.PostAsync("/api/v1/imports?fileName=accounts.csv&kind=accounts", new StringContent("code,name\nIMP-1,One\nIMP-2,Two\n,Nameless code\n"));
        uploaded.StatusCode.ShouldBe(HttpStatusCode.Created);
        var place = uploaded.Headers.Location!.OriginalString;
        (await client.PostAsync(place + "/start", null)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "the dry run comes first");
        (await client.PostAsync(place + "/check", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var check = await UntilAsync(client, place, "Checked");
        (check.GetProperty("bad").GetInt32(), check.GetProperty("created").GetInt32()).ShouldBe((1, 2));
        (await client.PostAsync(place + "/start?goodRowsOnly=true", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await UntilAsync(client, place, "Imported")).GetProperty("created").GetInt32().ShouldBe(2);
        check.GetProperty("causes").EnumerateArray().ShouldHaveSingleItem().GetProperty("sentence").GetString().ShouldNotBeNullOrEmpty();
        using var problems = await JsonDocument.ParseAsync(await client.GetStreamAsync(place + "/problems?limit=1"));
        problems.RootElement.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("row").GetInt32().ShouldBe(4);
        problems.RootElement.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await CodesAsync(client, "/api/v1/accounts?q=IMP-")).ShouldBe(["IMP-1", "IMP-2"]);
        (await client.PostAsync(place + "/undo", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, place, "Undone");
        (await CodesAsync(client, "/api/v1/accounts?q=IMP-")).ShouldBeEmpty();
        using var refused = await RefusedAsync(await client.PostAsync("/api/v1/imports?fileName=a.csv&kind=nonsense", new StringContent("code,name\n")), HttpStatusCode.UnprocessableEntity);
        refused.RootElement.GetProperty("code").GetString().ShouldBe("no_such_kind");
    }

    [Fact]
    public async Task What_a_file_leaves_open_is_said_with_the_check_and_figures_are_scored_and_read_back()
    {
        var (client, _) = await ClientAsync(await LoginAsync("figures", Role.Admin), [Permission.ImportData, Permission.ViewAccounts, Permission.ViewTiering, Permission.ManageScoring]);
        await ImportAsync(client, "accounts", "code,name\nFIG-1,One\nFIG-2,Two\n");
        var csv = "account_id,period,product_line,gross_revenue,discounts,net_revenue,cogs,currency\nFIG-1,01/02/2025,P1,100,0,100,60,USD\nFIG-2,01/02/2025,P1,50,0,50,20,USD\n";
        var place = (await client.PostAsync("/api/v1/imports?fileName=f.csv&kind=facts", new StringContent(csv))).Headers.Location!.OriginalString;
        await RefusedAsync(await client.PostAsync(place + "/check", null), HttpStatusCode.UnprocessableEntity);
        (await client.PostAsJsonAsync(place + "/check", new { dates = "DayFirst" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await UntilAsync(client, place, "Checked")).GetProperty("bad").GetInt32().ShouldBe(0);
        (await client.PostAsync(place + "/start", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, place, "Imported");
        using var facts = await JsonDocument.ParseAsync(await client.GetStreamAsync("/api/v1/facts?account=FIG-1"));
        var fact = facts.RootElement.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (fact.GetProperty("period").GetString(), fact.GetProperty("netRevenue").GetDecimal()).ShouldBe(("2025-02-01", 100m));
        var job = (await client.PostAsync("/api/v1/runs", null)).Headers.Location!.OriginalString;
        await UntilAsync(client, job, "Succeeded");
        using var runs = await JsonDocument.ParseAsync(await client.GetStreamAsync("/api/v1/runs?limit=1"));
        var run = runs.RootElement.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("number").GetInt32();
        (await client.GetAsync($"/api/v1/runs/{run}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await client.GetAsync("/api/v1/runs/999999"), HttpStatusCode.NotFound);
        var (scored, after) = (new List<string>(), "");
        do
        {
            using var page = await JsonDocument.ParseAsync(await client.GetStreamAsync($"/api/v1/runs/{run}/scores?limit=1&after={after}"));
            scored.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("account").GetString()!));
            after = page.RootElement.GetProperty("next").GetString() ?? "";
        }
        while (after.Length > 0);
        scored.Where(c => c.StartsWith("FIG-", StringComparison.Ordinal)).ShouldBe(["FIG-1", "FIG-2"], ignoreOrder: true);
        (await client.GetAsync("/api/v1/models?limit=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_when_to_come_back()
    {
        using var client = Client("kam_" + Guid.CreateVersion7().ToString("N") + "_" + new string('x', 43));
        for (var i = 0; i < 700; i++)
        {
            using var answer = await client.GetAsync("/api/v1/facts");
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) continue;
            i.ShouldBeGreaterThanOrEqualTo(600);
            answer.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
            await RefusedAsync(answer, HttpStatusCode.TooManyRequests);
            return;
        }

        Assert.Fail("There is no limit.");
    }

    [Fact]
    public async Task The_document_tells_of_every_endpoint_to_whoever_is_signed_in()
    {
        using var stranger = portal.Browser();
        (await stranger.GetAsync("/openapi/v1.json")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        await LoginAsync("reader", Role.Viewer);
        var reader = await portal.SignedInAsync("reader@api.test");
        using var document = await JsonDocument.ParseAsync(await reader.GetStreamAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        paths.ShouldContain("/api/v1/accounts/{code}");
        paths.ShouldAllBe(p => p.StartsWith("/api/v1/"));
        paths.Count.ShouldBeGreaterThanOrEqualTo(16);
        var page = await reader.GetStringAsync("/api/docs/");
        page.ShouldContain("nonce=");
        page.ShouldNotContain("://cdn");
    }

    private async Task<CurrentUser> LoginAsync(string name, string role) => await portal.UserAsync(await portal.AddLoginAsync($"{name}@api.test", [role]));

    private async Task<(HttpClient Client, Guid Key)> ClientAsync(CurrentUser login, Permission[] permissions)
    {
        var email = (string)(await portal.SqlAsync($"select email from users where id = '{login.Id}'"))!;
        var made = await portal.WithAsync<ApiKeyService, NewApiKey>(s => s.CreateAsync(CurrentUser.System, new() { Name = "test", Login = email, Permissions = [.. permissions], Days = 30 }, default));
        var token = made.Token.ShouldNotBeNull();
        return (Client(token), Guid.ParseExact(token.Split('_')[1], "N"));
    }

    private HttpClient Client(string? token)
    {
        var client = portal.Browser();
        client.DefaultRequestHeaders.Accept.Clear();
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task ImportAsync(HttpClient client, string kind, string csv)
    {
        var place = (await client.PostAsync($"/api/v1/imports?fileName={kind}.csv&kind={kind}", new StringContent(csv))).Headers.Location!.OriginalString;
        (await client.PostAsync(place + "/check", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, place, "Checked");
        (await client.PostAsync(place + "/start", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, place, "Imported");
    }

    private async Task<HttpClient> AdminAsync() => (await ClientAsync(await LoginAsync($"admin-{Guid.CreateVersion7():n}", Role.Admin), Accounts)).Client;

    private static async Task<JsonDocument> RefusedAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe((int)status);
        foreach (var told in new[] { "code", "detail", "remedy" }) problem.RootElement.GetProperty(told).GetString().ShouldNotBeNullOrEmpty(told);
        return problem;
    }

    private static async Task<Dictionary<string, string>> ErrorsAsync(HttpClient client, string language, object form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accounts") { Content = JsonContent.Create(form) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        return problem.RootElement.GetProperty("errors").EnumerateObject().ToDictionary(e => e.Name, e => e.Value[0].GetString()!);
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string code, string name, EntityTagHeaderValue? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/accounts/" + code) { Content = JsonContent.Create(new { name }) };
        if (version is not null) request.Headers.IfMatch.Add(version);
        return await client.SendAsync(request);
    }

    private static async Task<List<string>> CodesAsync(HttpClient client, string address)
    {
        using var page = await JsonDocument.ParseAsync(await client.GetStreamAsync(address));
        return [.. page.RootElement.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("code").GetString()!)];
    }

    private static async Task<JsonElement> UntilAsync(HttpClient client, string place, string state)
    {
        for (var i = 0; i < 150; i++)
        {
            var item = await client.GetFromJsonAsync<JsonElement>(place);
            if (item.GetProperty("state").GetString() == state) return item;
            await Task.Delay(200);
        }

        throw new TimeoutException($"{place} is not {state}.");
    }
}
