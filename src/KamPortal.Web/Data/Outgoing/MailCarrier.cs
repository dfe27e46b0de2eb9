using System.Text.Json;
using MailKit.Net.Smtp;
using MimeKit;

namespace KamPortal.Data.Outgoing;

/// <summary>Takes letters to the mail server, or lays them as .eml files into the pick-up folder.</summary>
public sealed class MailCarrier(MailOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task CarryAsync(OutboxMessage message, CancellationToken ct)
    {
        using var mail = Compose(message);
        if (options.Host is { } host) await SendAsync(mail, host, ct);
        else await LayDownAsync(options.PickupFolder!, message, mail, ct);
    }

    internal MimeMessage Compose(OutboxMessage message)
    {
        var letter = JsonSerializer.Deserialize<WrittenLetter>(message.Content, JsonSerializerOptions.Web)!;
        var mail = new MimeMessage
        {
            // Fixed, so that a second attempt after a doubtful first is recognised as the same mail.
            MessageId = $"{message.Id:N}@{options.From.Split('@')[^1]}",
            Date = message.CreatedAt, Subject = message.Subject,
            Body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html }.ToMessageBody(),
        };
        mail.From.Add(new MailboxAddress(options.FromName, options.From));
        mail.To.Add(new MailboxAddress(letter.Name, message.Recipient));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private async Task SendAsync(MimeMessage mail, string host, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(host, options.Port, options.SocketOptions, limit.Token);
            if (options.User is { Length: > 0 } user) await client.AuthenticateAsync(user, options.Password ?? "", limit.Token);
            await client.SendAsync(mail, limit.Token);
            await client.DisconnectAsync(true, limit.Token);
        }
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode >= 500)
        {
            throw new UndeliverableException($"The mail server refuses this address: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server {host} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>Written aside and renamed, under a name that a second attempt uses again.</summary>
    private static async Task LayDownAsync(string folder, OutboxMessage message, MimeMessage mail, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, $"{message.Id:N}.eml");
        await mail.WriteToAsync(path + ".part", ct);
        File.Move(path + ".part", path, overwrite: true);
    }
}
