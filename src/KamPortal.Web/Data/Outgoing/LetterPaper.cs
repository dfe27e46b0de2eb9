using System.Text;
using System.Text.Encodings.Web;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.Extensions.Localization;

namespace KamPortal.Data.Outgoing;

/// <summary>A letter as it is sent: the same words as plain text and as simple HTML.</summary>
public sealed record WrittenLetter(string Name, string Text, string Html);

/// <summary>Puts letters on the house's paper, in the language of the moment.</summary>
public sealed class LetterPaper(PublicAddress portal, IStringLocalizer<MailTexts> texts)
{
    private const string Ink = "color:#1B2430;font:15px/1.6 Inter,'PingFang SC','Microsoft YaHei UI',system-ui,sans-serif";
    private const string Button = "display:inline-block;background:#0E6B66;color:#fff;padding:9px 16px;border-radius:6px;text-decoration:none;font-weight:600";

    public WrittenLetter Write(Letter letter, string name) => new(name, Plain(letter, name), Html(letter, name));

    private string Plain(Letter letter, string name)
    {
        var text = new StringBuilder().AppendLine(texts["Greeting", name]).AppendLine();
        foreach (var paragraph in letter.Paragraphs) text.AppendLine(paragraph).AppendLine();
        foreach (var item in letter.Items) text.AppendLine("- " + item.Text).AppendLine("  " + portal.Of(item.Path));
        if (letter.Items.Count > 0) text.AppendLine();
        if (letter.Link is { } link) text.AppendLine(link.Text + ":").AppendLine(portal.Of(link.Path)).AppendLine();
        text.AppendLine("-- ").AppendLine(texts["Sender"]);
        if (letter.Footnote is { } note) text.AppendLine(note);
        return text.ToString();
    }

    private string Html(Letter letter, string name)
    {
        var html = new StringBuilder($"<!DOCTYPE html><html lang=\"{System.Globalization.CultureInfo.CurrentUICulture.Name}\"><body style=\"background:#F6F5F1;margin:0;padding:24px\"><div style=\"max-width:560px;margin:auto;background:#fff;border:1px solid #DEDBD2;border-radius:6px;padding:24px;{Ink}\">");
        html.Append("<p>").Append(Safe(texts["Greeting", name])).Append("</p>");
        foreach (var paragraph in letter.Paragraphs) html.Append("<p>").Append(Safe(paragraph)).Append("</p>");
        if (letter.Items.Count > 0) html.Append("<ul>");
        foreach (var item in letter.Items) html.Append("<li><a style=\"color:#0E6B66\" href=\"").Append(Safe(portal.Of(item.Path))).Append("\">").Append(Safe(item.Text)).Append("</a></li>");
        if (letter.Items.Count > 0) html.Append("</ul>");
        if (letter.Link is { } link) html.Append("<p><a style=\"").Append(Button).Append("\" href=\"").Append(Safe(portal.Of(link.Path))).Append("\">").Append(Safe(link.Text)).Append("</a></p>");
        html.Append("<p style=\"color:#4A5563;font-size:13px;border-top:1px solid #DEDBD2;padding-top:12px\">").Append(Safe(texts["Sender"]));
        if (letter.Footnote is { } note) html.Append("<br>").Append(Safe(note));
        return html.Append("</p></div></body></html>").ToString();
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
