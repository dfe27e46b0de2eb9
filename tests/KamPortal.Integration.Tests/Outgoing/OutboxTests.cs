using KamPortal.Data;
using KamPortal.Data.Outgoing;
using MimeKit;

namespace KamPortal.Integration.Tests.Outgoing;

public sealed class OutboxTests
{
    private static readonly Recipient Li = new("li@example.test", "Li Wei", "zh-CN");

    private static Letter Hello() => new("Hello", ["A <b>line</b> & more."]) { Link = new("Open", "/accounts/A-1") };

    [Fact]
    public async Task A_letter_is_laid_into_the_folder_once_in_text_and_html_in_the_readers_language()
    {
        await using var house = await MailHouse.OpenAsync();
        var message = await house.PostAsync(Li, "test", () => Hello() with { Footnote = System.Globalization.CultureInfo.CurrentUICulture.Name });
        (await house.SendAsync()).ShouldBe(1);
        (await house.SendAsync()).ShouldBe(0);
        var mail = house.Letters.ShouldHaveSingleItem();
        mail.MessageId.ShouldBe($"{message.Id:N}@kam.example");
        mail.To.Mailboxes.Single().Address.ShouldBe(Li.Address);
        mail.TextBody.ShouldNotBeNull().ShouldContain("Li Wei，您好：");
        mail.TextBody.ShouldNotBeNull().ShouldContain("https://kam.example/accounts/A-1");
        mail.TextBody.ShouldNotBeNull().ShouldContain("zh-CN");
        mail.HtmlBody.ShouldNotBeNull().ShouldContain("A &lt;b&gt;line&lt;/b&gt; &amp; more.");
        var sent = await house.FindAsync(message.Id);
        sent.State.ShouldBe(OutboxState.Sent);
        sent.Content.ShouldBeEmpty("a link that opens a door must not stay in the database");
    }

    [Theory]
    [InlineData("li@example.test\r\nBcc: thief@evil.example")]
    [InlineData("li@example.test, thief@evil.example")]
    [InlineData("\"x\" <li@example.test>")]
    [InlineData("li")]
    [InlineData("")]
    public async Task What_is_no_single_address_is_refused(string address)
    {
        await using var house = await MailHouse.OpenAsync();
        await Should.ThrowAsync<ArgumentException>(() => house.PostAsync(Li with { Address = address }, "test", Hello));
    }

    [Fact]
    public async Task Line_breaks_in_a_name_or_a_subject_add_no_header()
    {
        await using var house = await MailHouse.OpenAsync();
        await house.PostAsync(Li with { Name = "Li\r\nBcc: thief@evil.example" }, "test", () => new("Hi\r\nBcc: thief@evil.example\r\n\r\nBody", ["x\r\n.\r\nRCPT TO:<thief@evil.example>"]));
        await house.SendAsync();
        var mail = house.Letters.ShouldHaveSingleItem();
        mail.Bcc.ShouldBeEmpty();
        mail.Headers.Select(h => h.Id).ShouldBe([HeaderId.From, HeaderId.Date, HeaderId.Subject, HeaderId.MessageId, HeaderId.To, HeaderId.AutoSubmitted, HeaderId.MimeVersion], ignoreOrder: true);
        mail.To.Mailboxes.Single().Address.ShouldBe(Li.Address);
    }

    [Fact]
    public async Task A_sender_that_dies_between_sending_and_noting_it_sends_the_same_mail_again_under_the_same_id()
    {
        using var office = new PostOffice();
        await using var house = await MailHouse.OpenAsync(_ => Smtp(office));
        var message = await house.PostAsync(Li, "test", Hello);
        var again = await house.FindAsync(message.Id);
        await house.SendAsync();
        await house.RunAsync($"update outbox_messages set state = 'Waiting', sent_at = null, content = '{again.Content.Replace("'", "''", StringComparison.Ordinal)}', leased_until = now() + interval '5 minutes' where id = '{message.Id}'");
        (await house.SendAsync()).ShouldBe(0, "the lease of the dead sender still holds");
        house.Clock.Advance(TimeSpan.FromMinutes(6));
        await house.SendAsync();
        var ids = office.Mails.Select(m => m.Split('\n').Single(l => l.StartsWith("Message-Id", StringComparison.OrdinalIgnoreCase)).Trim()).ToList();
        ids.Count.ShouldBe(2);
        ids.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_address_the_server_refuses_is_given_up_at_once_and_a_dead_server_is_tried_again_later()
    {
        using var office = new PostOffice { Unknown = "gone@" };
        await using var house = await MailHouse.OpenAsync(_ => Smtp(office));
        var gone = await house.PostAsync(Li with { Address = "gone@example.test" }, "test", Hello);
        await house.SendAsync();
        var refused = await house.FindAsync(gone.Id);
        (refused.State, refused.Attempts).ShouldBe((OutboxState.Failed, 1));
        refused.Error.ShouldNotBeNull().ShouldContain("No such mailbox");

        office.Dispose();
        var waiting = await house.PostAsync(Li, "test", Hello);
        for (var attempt = 1; attempt <= OutboxSender.MostAttempts; attempt++)
        {
            (await house.FindAsync(waiting.Id)).State.ShouldBe(OutboxState.Waiting);
            (await house.SendAsync()).ShouldBe(1);
            (await house.SendAsync()).ShouldBe(0, "the next attempt waits");
            house.Clock.Advance(TimeSpan.FromHours(13));
        }

        (await house.FindAsync(waiting.Id)).State.ShouldBe(OutboxState.Failed);
    }

    [Fact]
    public async Task More_letters_of_a_kind_than_a_person_may_get_in_an_hour_wait_for_the_next()
    {
        await using var house = await MailHouse.OpenAsync(folder => new MailOptions { PickupFolder = folder, PerPersonPerHour = 3 });
        for (var i = 0; i < 5; i++) await house.PostAsync(Li, "noise", Hello);
        await house.PostAsync(Li, "reset", Hello);
        while (await house.SendAsync() > 0) { }
        house.Files.Count.ShouldBe(4, "three of the noise, and the other kind is not held up by it");
        house.Clock.Advance(TimeSpan.FromMinutes(61));
        await house.SendAsync();
        house.Files.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Two_senders_at_once_carry_each_letter_once()
    {
        using var office = new PostOffice();
        await using var house = await MailHouse.OpenAsync(_ => Smtp(office));
        for (var i = 0; i < 30; i++) await house.PostAsync(Li with { Address = $"p{i}@example.test" }, "test", Hello);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => { while (await house.SendAsync() > 0) { } }));
        office.Mails.Count.ShouldBe(30);
    }

    private static MailOptions Smtp(PostOffice office) => new() { Host = "127.0.0.1", Port = office.Port, Security = MailSecurity.None, From = "portal@kam.example" };
}
