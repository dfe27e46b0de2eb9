using MailKit.Security;

namespace KamPortal.Data.Outgoing;

/// <summary>How mail leaves: <c>KamPortal:Smtp</c> in the configuration, or a folder where no server is named.</summary>
public sealed record MailOptions
{
    /// <summary>The mail server; null puts mail into <see cref="PickupFolder"/>.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Auto uses TLS wherever the server offers it; StartTls and Tls refuse to go without; None for a relay on the same machine.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.Auto;

    public string From { get; init; } = "kamportal@localhost";

    public string FromName { get; init; } = "KamPortal";

    /// <summary>Letters of one kind to one person within an hour; more wait for the next.</summary>
    public int PerPersonPerHour { get; init; } = 20;

    /// <summary>Where mail is laid down for want of a server; null where there is one.</summary>
    public string? PickupFolder { get; init; }

    public static MailOptions Read(IConfiguration configuration)
    {
        var smtp = configuration.GetSection("KamPortal:Smtp");
        var options = new MailOptions
        {
            Host = smtp["Host"] is { Length: > 0 } host ? host : null,
            Port = smtp.GetValue("Port", 587), User = smtp["User"], Password = smtp["Password"],
            Security = smtp.GetValue("Security", MailSecurity.Auto),
            From = smtp["From"] is { Length: > 0 } from ? from : "kamportal@localhost",
            FromName = smtp["FromName"] ?? "KamPortal",
            PerPersonPerHour = smtp.GetValue("PerPersonPerHour", 20),
            PickupFolder = smtp["Host"] is { Length: > 0 } ? null
                : configuration["KamPortal:MailFolder"] is { Length: > 0 } folder ? folder : Path.Combine(ClusterFiles.RootOf(configuration["KamPortal:DataDirectory"]), "mail"),
        };
        return Recipient.IsAddress(options.From) ? options : throw new InvalidOperationException($"KamPortal:Smtp:From is no e-mail address: {options.From}");
    }

    internal SecureSocketOptions SocketOptions => Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };
}

public enum MailSecurity
{
    Auto,
    None,
    StartTls,
    Tls,
}
