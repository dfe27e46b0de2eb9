using System.Text.Json;

namespace KamPortal.Data.Outgoing;

/// <summary>Where letters are posted: a row among the changes they tell about. <see cref="OutboxSender"/> carries them from there.</summary>
public sealed class Outbox(LetterPaper paper, TimeProvider clock)
{
    private const int LongestSubject = 200;

    /// <summary>Adds a letter to what the context saves next.</summary>
    /// <param name="kind">What it is about; the hourly cap counts per reader and kind.</param>
    /// <param name="write">Called in the reader's language.</param>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public OutboxMessage Post(KamDbContext db, Recipient to, string kind, Func<Letter> write)
    {
        var message = Write(to, kind, write);
        db.OutboxMessages.Add(message);
        return message;
    }

    private OutboxMessage Write(Recipient to, string kind, Func<Letter> write)
    {
        if (!Recipient.IsAddress(to.Address)) throw new ArgumentException("No letter can go to this address.", nameof(to));
        var now = clock.GetUtcNow();
        return to.Say(() =>
        {
            var letter = write();
            return new OutboxMessage
            {
                Id = Guid.CreateVersion7(), Channel = OutboxChannel.Mail, Kind = kind, Recipient = to.Address, Subject = OneLine(letter.Subject),
                Content = JsonSerializer.Serialize(paper.Write(letter, OneLine(to.Name)), JsonSerializerOptions.Web), CreatedAt = now, DueAt = now,
            };
        });
    }

    // A line break in a header would begin another header.
    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestSubject ? line : line[..LongestSubject];
    }
}
