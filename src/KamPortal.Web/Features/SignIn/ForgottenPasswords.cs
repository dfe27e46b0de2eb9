using System.Threading.Channels;
using KamPortal.Data;

namespace KamPortal.Features.SignIn;

/// <summary>
/// Takes the addresses of people who forgot their password. The page answers before anybody looks whether there is such a login, so
/// that neither its words nor its speed tell.
/// </summary>
public sealed class ForgottenPasswords
{
    private const int MostWaiting = 1000;

    private readonly Channel<string> _asked = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ask(string email)
    {
        if (email.Length is > 0 and <= 254) _asked.Writer.TryWrite(email);
    }

    internal IAsyncEnumerable<string> AskedAsync(CancellationToken ct) => _asked.Reader.ReadAllAsync(ct);
}

/// <summary>Writes the letters, one after another.</summary>
internal sealed class ForgottenPasswordLetters(ForgottenPasswords forgotten, IServiceScopeFactory scopes, ILogger<ForgottenPasswordLetters> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in forgotten.AskedAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<LoginLinks>().ResetAsync(email, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "A letter for a forgotten password could not be written");
            }
        }
    }
}
