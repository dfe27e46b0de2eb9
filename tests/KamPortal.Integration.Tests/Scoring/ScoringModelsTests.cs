using KamPortal.Domain.Scoring;
using KamPortal.Features.Scoring;
using KamPortal.Security;

namespace KamPortal.Integration.Tests.Scoring;

/// <summary>Versions of the scoring model: one draft, exactly one in force, published ones for ever as they were.</summary>
public sealed class ScoringModelsTests : IAsyncLifetime
{
    private static readonly CurrentUser Admin = CurrentUser.System;
    private ScoringPortal _portal = null!;

    public async Task InitializeAsync() => _portal = await ScoringPortal.StartAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task A_draft_comes_from_the_model_in_force_and_there_is_only_one()
    {
        await AskAsync(m => m.EnsureInForceAsync(Admin, default));
        var numbers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(m => m.DraftAsync(Admin, null, default))));
        numbers.Distinct().ShouldHaveSingleItem().ShouldBe(2);
        (await FindAsync(2)).Row.BasedOn.ShouldBe(1);
    }

    [Fact]
    public async Task Publishing_retires_the_version_before_and_keeps_who_and_why()
    {
        await AskAsync(m => m.EnsureInForceAsync(Admin, default));
        var draft = await FindAsync(await AskAsync(m => m.DraftAsync(Admin, null, default)));
        (await AskAsync(m => m.PublishAsync(Admin, draft.Row.Number, draft.Version, "Margin matters more", default))).Kept.ShouldBeTrue();
        var list = await AskAsync(m => m.ListAsync(Admin, default));
        list.Select(m => (m.Number, m.State)).ShouldBe([(2, ModelState.Published), (1, ModelState.Retired)]);
        list[0].Reason.ShouldBe("Margin matters more");
        (await _portal.ScalarAsync<long>("select count(*) from audit_events where entity = 'ScoringModelVersion' and reason = 'Margin matters more'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_published_version_can_be_neither_saved_nor_published_again_nor_thrown_away()
    {
        await AskAsync(m => m.EnsureInForceAsync(Admin, default));
        var published = await FindAsync(1);
        (await AskAsync(m => m.SaveAsync(Admin, 1, published.Model, published.Version, default))).Conflict.ShouldBeTrue();
        (await AskAsync(m => m.PublishAsync(Admin, 1, published.Version, "again", default))).Conflict.ShouldBeTrue();
        (await AskAsync(m => m.DiscardAsync(Admin, 1, published.Version, default))).ShouldBeFalse();
    }

    [Fact]
    public async Task Weights_that_do_not_add_up_may_be_kept_as_a_draft_but_not_published()
    {
        var draft = await FindAsync(await AskAsync(m => m.DraftAsync(Admin, null, default)));
        var uneven = draft.Model with { Dimensions = [draft.Model.Dimensions[0] with { Weight = 70 }, .. draft.Model.Dimensions.Skip(1)] };
        var saved = await AskAsync(m => m.SaveAsync(Admin, draft.Row.Number, uneven, draft.Version, default));
        saved.Kept.ShouldBeTrue();
        var published = await AskAsync(m => m.PublishAsync(Admin, draft.Row.Number, saved.Version!.Value, "try", default));
        published.Problems.ShouldHaveSingleItem().Rule.ShouldBe(ModelRule.DimensionWeightsMustAddUp);
        (await FindAsync(draft.Row.Number)).Row.State.ShouldBe(ModelState.Draft);
    }

    [Fact]
    public async Task Of_two_who_edit_the_same_draft_the_second_is_told()
    {
        var draft = await FindAsync(await AskAsync(m => m.DraftAsync(Admin, null, default)));
        var mine = draft.Model with { TierRule = new CutOffs(80, 60, 75) };
        var theirs = draft.Model with { TierRule = new CutOffs(70, 50, 65) };
        (await AskAsync(m => m.SaveAsync(Admin, 1, theirs, draft.Version, default))).Kept.ShouldBeTrue();
        var outcome = await AskAsync(m => m.SaveAsync(Admin, 1, mine, draft.Version, default));
        outcome.Conflict.ShouldBeTrue();
        outcome.Theirs!.Model.TierRule.ShouldBe(theirs.TierRule);
        (await AskAsync(m => m.PublishAsync(Admin, 1, draft.Version, "unseen", default))).Conflict.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_who_publish_at_once_one_wins()
    {
        await AskAsync(m => m.EnsureInForceAsync(Admin, default));
        var draft = await FindAsync(await AskAsync(m => m.DraftAsync(Admin, null, default)));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(m => m.PublishAsync(Admin, 2, draft.Version, "now", default))));
        outcomes.Count(o => o.Kept).ShouldBe(1);
        (await _portal.ScalarAsync<long>("select count(*) from scoring_models where state = 'Published'")).ShouldBe(1);
    }

    private Task<T> AskAsync<T>(Func<ScoringModels, Task<T>> question) => _portal.AskAsync(question);

    private async Task<ModelView> FindAsync(int number) => (await AskAsync(m => m.FindAsync(Admin, number, default))).ShouldNotBeNull();
}
