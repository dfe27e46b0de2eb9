using System.Net;
using KamPortal.Data;
using KamPortal.Data.Outgoing;
using KamPortal.Features.Accounts;
using KamPortal.Features.Webhooks;
using KamPortal.Integration.Tests.Outgoing;
using KamPortal.Security;
using KamPortal.Shell.Forms;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Configuration;

namespace KamPortal.Integration.Tests.Webhooks;

public sealed class WebhookTests
{
    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://user:word@example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/hook")]
    [InlineData("")]
    public void What_is_not_https_in_the_open_internet_cannot_be_registered(string url) => Address(false).IsAcceptable(url).ShouldBeFalse();

    [Fact]
    public async Task A_name_that_leads_into_a_private_network_is_not_called()
    {
        Address(false).IsAcceptable("https://localhost/").ShouldBeTrue("a name is looked up at the call");
        await using var house = await MailHouse.OpenAsync();
        await AddAsync(house, "https://localhost:1/");
        await ChangeAccountAsync(house, "A-1");
        await house.SendAsync();
        (await DeliveriesAsync(house)).ShouldHaveSingleItem().Error.ShouldNotBeNull().ShouldContain("private network");
    }

    [Fact]
    public async Task A_change_is_told_with_a_signature_that_its_receiver_can_check()
    {
        await using var receiver = new Receiver();
        await using var house = await MailHouse.OpenAsync(allowPrivateWebhooks: true);
        var secret = await AddAsync(house, receiver.Url);
        await ChangeAccountAsync(house, "A-1");
        await house.SendAsync();
        var (signature, @event, body) = receiver.Calls.ShouldHaveSingleItem();
        @event.ShouldBe(WebhookEvents.AccountChanged);
        body.ShouldContain("\"A-1\"");
        var time = signature.Split(',')[0][2..];
        signature.ShouldBe(WebhookCarrier.Sign(secret, DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), body));
        signature.ShouldNotBe(WebhookCarrier.Sign("whsec_other", DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), body));
        var sent = (await DeliveriesAsync(house)).ShouldHaveSingleItem();
        sent.State.ShouldBe(OutboxState.Sent);
        await house.WithAsync<WebhookService, bool>(s => s.ResendAsync(CurrentUser.System, sent.Id, default));
        await house.SendAsync();
        receiver.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_address_that_fails_through_all_attempts_is_disabled_and_admins_are_told()
    {
        await using var receiver = new Receiver { Status = 500 };
        await using var house = await MailHouse.OpenAsync(allowPrivateWebhooks: true);
        await AddAsync(house, receiver.Url);
        await ChangeAccountAsync(house, "A-1");
        for (var i = 0; i < OutboxSender.MostAttempts; i++)
        {
            (await house.SendAsync()).ShouldBe(1);
            house.Clock.Advance(TimeSpan.FromHours(13));
        }

        receiver.Calls.Count.ShouldBe(OutboxSender.MostAttempts);
        (await DeliveriesAsync(house)).ShouldHaveSingleItem().State.ShouldBe(OutboxState.Failed);
        (await house.WithAsync<WebhookService, IReadOnlyList<WebhookRow>>(s => s.EndpointsAsync(CurrentUser.System, default))).ShouldHaveSingleItem().IsDisabled.ShouldBeTrue();
        await ChangeAccountAsync(house, "A-2");
        (await house.SendAsync()).ShouldBe(0, "a disabled address is not called");
    }

    private static WebhookAddress Address(bool allowPrivate) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("KamPortal:Webhooks:AllowPrivate", allowPrivate.ToString())]).Build());

    private static async Task<string> AddAsync(MailHouse house, string url) =>
        (await house.WithAsync<WebhookService, NewWebhook>(s => s.AddAsync(CurrentUser.System, new() { Name = "ERP", Url = url }, default))).Secret.ShouldNotBeNull();

    private static async Task ChangeAccountAsync(MailHouse house, string code) =>
        (await house.WithAsync<AccountEditor, SaveResult<AccountForm>>(e => e.CreateAsync(CurrentUser.System, new() { Code = code, Name = code }, default))).ShouldBeOfType<SaveResult<AccountForm>.Saved>();

    private static async Task<IReadOnlyList<DeliveryRow>> DeliveriesAsync(MailHouse house) =>
        (await house.WithAsync<WebhookService, ListResult<DeliveryRow>>(s => s.DeliveriesAsync(CurrentUser.System, new ListQuery(), default))).Rows;

    /// <summary>A receiver of a few lines.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly List<(string, string, string)> _calls = [];
        private readonly Task _serving;

        public Receiver()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Url);
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Url { get; }

        public int Status { get; init; } = 200;

        public IReadOnlyList<(string Signature, string Event, string Body)> Calls => _calls;

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var call = await _listener.GetContextAsync();
                    using var reader = new StreamReader(call.Request.InputStream);
                    _calls.Add((call.Request.Headers["KamPortal-Signature"]!, call.Request.Headers["KamPortal-Event"]!, await reader.ReadToEndAsync()));
                    call.Response.StatusCode = Status;
                    call.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }
    }
}
