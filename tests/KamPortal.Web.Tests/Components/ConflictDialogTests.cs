using Bunit;
using KamPortal.Shell.Dialogs;
using MudBlazor;

namespace KamPortal.Web.Tests.Components;

public sealed class ConflictDialogTests : ShellContext
{
    private static readonly FieldConflict[] Conflicts = [new("risk", "Risk level", "low", "medium", "high"), new("note", "Note", null, "a", "b")];

    [Fact]
    public async Task Each_field_is_kept_as_chosen_and_mine_unless_said_otherwise()
    {
        var (asked, dialogs) = Ask();
        dialogs.Find("input[name=conflict-risk][value=Theirs]").Change("Theirs");
        dialogs.Find(".btn.p").Click();

        var choices = (await asked).ShouldNotBeNull();
        choices["risk"].ShouldBe(ConflictChoice.Theirs);
        choices["note"].ShouldBe(ConflictChoice.Mine);
    }

    [Fact]
    public void All_three_versions_of_a_field_are_in_sight()
    {
        var (_, dialogs) = Ask();

        var field = dialogs.Find("[data-field=risk]").TextContent;
        field.ShouldContain("low");
        field.ShouldContain("medium");
        field.ShouldContain("high");
        dialogs.Find("[data-field=note]").TextContent.ShouldContain("(empty)");
    }

    [Fact]
    public async Task Going_back_to_the_form_chooses_nothing()
    {
        var (asked, dialogs) = Ask();
        dialogs.Find(".btn:not(.p)").Click();

        (await asked).ShouldBeNull();
    }

    [Fact]
    public void Only_fields_that_both_sides_changed_to_different_values_are_in_conflict()
    {
        var conflicts = FieldConflict.Between(
            new Dictionary<string, string?> { ["name"] = "a", ["risk"] = "low", ["owner"] = "Li" },
            new Dictionary<string, string?> { ["name"] = "b", ["risk"] = "medium", ["owner"] = "Chen" },
            new Dictionary<string, string?> { ["name"] = "a", ["risk"] = "high", ["owner"] = "Chen" },
            f => f);

        conflicts.ShouldHaveSingleItem().Field.ShouldBe("risk");
    }

    private (Task<IReadOnlyDictionary<string, ConflictChoice>?>, IRenderedComponent<MudDialogProvider>) Ask()
    {
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        Task<IReadOnlyDictionary<string, ConflictChoice>?> asked = null!;
        dialogs.InvokeAsync(() => { asked = ConflictDialog.AskAsync(Get<IDialogService>(), Conflicts, "Li Wei", "2 min ago"); });
        dialogs.WaitForElement("[data-field=risk]");
        return (asked, dialogs);
    }
}
