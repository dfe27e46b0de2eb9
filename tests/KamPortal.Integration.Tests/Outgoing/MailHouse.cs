using KamPortal.Data;
using KamPortal.Data.Outgoing;
using KamPortal.Integration.Tests.Security;
using KamPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace KamPortal.Integration.Tests.Outgoing;

/// <summary>The portal's services on a database of their own, with a folder or a server for the mail and a clock that can be moved.</summary>
public sealed class MailHouse : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly IHost _host;
    private readonly string _folder = Directory.CreateTempSubdirectory("kamportal-mail-").FullName;

    private MailHouse(TestDatabase database, Func<string, MailOptions> mail, bool allowPrivateWebhooks)
    {
        _database = database;
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Configuration["KamPortal:PublicUrl"] = "https://kam.example";
        builder.Configuration["KamPortal:Webhooks:AllowPrivate"] = allowPrivateWebhooks.ToString();
        builder.AddPortal(new PortalDatabase(database.ConnectionString, KamDatabase.ForApp(database.ConnectionString)));
        builder.Services.AddSingleton(mail(_folder));
        _host = builder.Build();
    }

    public MovableClock Clock { get; } = new();

    public IReadOnlyList<string> Files => [.. Directory.GetFiles(_folder, "*.eml")];

    public IReadOnlyList<MimeMessage> Letters => [.. Files.Select(f => MimeMessage.Load(f))];

    public static async Task<MailHouse> OpenAsync(Func<string, MailOptions>? mail = null, bool allowPrivateWebhooks = false) =>
        new(await TestDatabase.CloneAsync(), mail ?? (folder => new MailOptions { From = "portal@kam.example", PickupFolder = folder }), allowPrivateWebhooks);

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> ask) where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<Guid> AddLoginAsync(string email, string? language, string? timeZone) => WithAsync<IDbContextFactory<KamDbContext>, Guid>(async factory =>
    {
        await using var db = await factory.CreateDbContextAsync();
        db.Actor = CurrentUser.System;
        var login = KamUser.Create(email.Split('@')[0], email, Clock.GetUtcNow());
        (login.Language, login.TimeZone) = (language, timeZone);
        db.Users.Add(login);
        await db.SaveChangesAsync();
        return login.Id;
    });

    public Task<int> SendAsync() => WithAsync<OutboxSender, int>(s => s.SendDueAsync(default));

    public Task<OutboxMessage> PostAsync(Recipient to, string kind, Func<Letter> write) => WithAsync<IDbContextFactory<KamDbContext>, OutboxMessage>(async factory =>
    {
        await using var db = await factory.CreateDbContextAsync();
        db.Actor = CurrentUser.System;
        var message = _host.Services.GetRequiredService<Outbox>().Post(db, to, kind, write);
        await db.SaveChangesAsync();
        return message;
    });

    public Task<OutboxMessage> FindAsync(Guid id) => WithAsync<IDbContextFactory<KamDbContext>, OutboxMessage>(async factory =>
    {
        await using var db = await factory.CreateDbContextAsync();
        return await db.OutboxMessages.AsNoTracking().SingleAsync(m => m.Id == id);
    });

    public async Task RunAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_folder, true);
    }
}
