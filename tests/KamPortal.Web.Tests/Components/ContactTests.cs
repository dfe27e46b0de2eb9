using Bunit;
using KamPortal.Data;
using KamPortal.Data.Personal;
using KamPortal.Domain.Relationships;
using KamPortal.Features.Relationships;
using KamPortal.Features.Relationships.Privacy;
using KamPortal.Shell.Lists;
using Microsoft.AspNetCore.Components;

namespace KamPortal.Web.Tests.Components;

public sealed class ContactTests : ShellContext
{
    private static readonly ContactDetail Full = new(
        7, "Chen Jing 陈静", "Head of purchasing", null, "chen@x.example", "+86 (512) 555-0123", null, ContactSide.Commercial, BuyingRole.Decider, 5, -1,
        PoliticalStatus.InnerCircle, DecisionOrientation.Financial, new DateOnly(2026, 3, 1), null, null, new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), "UTC")
    {
        Account = new("A1", "Alder", null), ReportsTo = new(8, "Boss", "CEO"), Counterparts = [new(new("P1", "Anna"), RelationshipLevel.Vendor, RelationshipLevel.TrustedAdvisor)],
        Sources = new Dictionary<string, FieldSource> { ["email"] = new(12, null, DateTimeOffset.UnixEpoch), ["stance"] = new(null, "Anna", DateTimeOffset.UnixEpoch) },
    };

    [Fact]
    public void A_contact_says_how_to_reach_them_and_where_each_value_comes_from()
    {
        var card = Render<ContactReach>(p => p.Add(c => c.Contact, Full));
        card.Find("a[href^=mailto]").TextContent.ShouldBe("chen@x.example");
        card.Find("a[href^=tel]").GetAttribute("href").ShouldBe("tel:+865125550123");
        card.Find("[data-source=email]").GetAttribute("title")!.ShouldStartWith("From import 12");
        card.FindAll("dd").Count(d => d.TextContent.Trim() == "–" && d.GetAttribute("title") == "Not filled in yet.").ShouldBe(2);
    }

    [Fact]
    public void Standing_is_told_in_the_readers_language_with_sign_and_word()
    {
        var card = Render<ContactStanding>(p => p.Add(c => c.Contact, Full));
        card.Find("[data-source=stance]").TextContent.ShouldBe("−1 Against us");
        card.Find("a[href='/contacts/8']").TextContent.ShouldBe("Boss");
        card.Markup.ShouldContain("One vendor of many");
        Speak("zh-CN");
        card = Render<ContactStanding>(p => p.Add(c => c.Contact, Full));
        card.Find("[data-source=stance]").TextContent.ShouldBe("−1 倾向反对");
        card.Markup.ShouldContain("决策者");
    }

    [Fact]
    public void The_form_offers_every_choice_and_a_name_typed_for_the_account_is_chosen_from_matches()
    {
        var (form, told) = (new ContactForm(), new List<string?>());
        var fields = Render<ContactFields>(p => p.Add(f => f.Form, form).Add(f => f.Errors, new Dictionary<string, string> { ["Email"] = "This is no e-mail address." })
            .Add(f => f.Suggest, _ => Task.FromResult<IReadOnlyList<ListOption>>([new("A1", "Alder"), new("A2", "Aldgate")])).Add(f => f.AccountChanged, EventCallback.Factory.Create<string?>(this, told.Add)));
        fields.FindAll("[data-field=Stance] option").Select(o => o.TextContent).ShouldBe(["Not rated", "+2 Strongly for us", "+1 For us", "0 Neutral", "−1 Against us", "−2 Strongly against us"]);
        fields.Find(".err").TextContent.ShouldBe("This is no e-mail address.");
        fields.Find("[data-field=Stance]").Change("-2");
        fields.Find("[data-field=AccountCode]").Change("ald");
        fields.FindAll("button.link")[1].Click();
        fields.Find("[data-field=Side]").Change("Technical");
        (form.Stance, form.AccountCode, form.Side, told.ShouldHaveSingleItem()).ShouldBe((-2, "A2", ContactSide.Technical, "A2"));
        fields.FindAll("button.link").ShouldBeEmpty();
    }

    [Fact]
    public void The_preview_of_an_erasure_names_each_place_what_is_there_and_what_becomes_of_it()
    {
        var held = new HeldData(new(7, "Chen Jing", null, "A1", "Alder", null), ["Name", "Email"], 3, 1, 0, [new(Guid.Empty, 12, "people.csv", 5, null)], [new("history", 2), new("mails", 1)]);
        var table = Render<HeldTable>(p => p.Add(t => t.Held, held));
        table.FindAll("tbody th").Select(t => t.TextContent).ShouldBe(["The contact itself", "Audit log", "Earlier versions, kept to undo imports", "Uploaded files", "Mail"]);
        table.FindAll("tbody td")[0].TextContent.ShouldBe("Name, E-mail");
        table.FindAll("tbody td")[2].TextContent.ShouldBe("3 about the contact, 2 others that name the person");
        table.Find("a[href='/imports/12']").TextContent.ShouldBe("#12 people.csv");
    }

    [Fact]
    public void A_row_at_a_glance_shows_what_there_is_and_a_dash_for_the_rest()
    {
        var row = new ContactRow(7, "Chen Jing", null, null, "A/1", "Alder", null, null, BuyingRole.Champion, null, 2, null, null, null, null, null, Archived: true);
        var peek = Render<ContactPeek>(p => p.Add(c => c.Row, row));
        peek.Find("a").GetAttribute("href").ShouldBe("/accounts/A%2F1");
        peek.Markup.ShouldContain("Champion");
        peek.Markup.ShouldContain("Archived");
        peek.FindAll("dd").Count(d => d.TextContent.Trim() == "–").ShouldBe(8);
    }
}
