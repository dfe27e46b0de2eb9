using KamPortal.Domain.Relationships;

namespace KamPortal.Domain.Tests.Relationships;

public sealed class ContactTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_erased_contact_says_that_somebody_of_this_side_and_role_was_there_and_not_who()
    {
        var contact = new Contact(" K1 ", 5, " Zara Quill ")
        {
            Title = "Buyer", Department = "Purchasing", Email = "z@x.example", Phone = "1", Mobile = "2", Side = ContactSide.Commercial, Role = BuyingRole.Decider, Influence = 5, Stance = -2,
            ReportsToId = 3, Status = PoliticalStatus.InnerCircle, Orientation = DecisionOrientation.Financial, LastContact = new(2026, 1, 1),
        };
        contact.Keep(new(2027, 1, 1), "Zara asked us to");
        contact.Erase(Now);

        (contact.Name, contact.Code, contact.AccountId, contact.Side, contact.Role).ShouldBe(("–", "erased-0", 5, ContactSide.Commercial, BuyingRole.Decider));
        new object?[] { contact.Title, contact.Department, contact.Email, contact.Phone, contact.Mobile, contact.Influence, contact.Stance, contact.ReportsToId, contact.Status, contact.Orientation, contact.LastContact, contact.KeepReason, contact.KeepUntil }
            .ShouldAllBe(v => v == null);
        (contact.ErasedAt, contact.ArchivedAt).ShouldBe((Now, Now));
        contact.Erase(Now.AddDays(1));
        contact.ErasedAt.ShouldBe(Now);
        Should.Throw<DomainRuleException>(contact.Restore);
    }

    [Fact]
    public void Archiving_is_taken_back_and_keeping_needs_a_reason()
    {
        var contact = new Contact("K1", 5, "Zara");
        contact.Archive(Now);
        Should.Throw<DomainRuleException>(() => contact.Archive(Now));
        contact.Restore();
        contact.ArchivedAt.ShouldBeNull();
        Should.Throw<DomainRuleException>(() => contact.Keep(new(2027, 1, 1), " "));
    }
}
