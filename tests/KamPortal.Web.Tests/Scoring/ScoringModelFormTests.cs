using KamPortal.Domain.Scoring;
using KamPortal.Features.Scoring;
using KamPortal.Resources;
using KamPortal.Shell;
using KamPortal.Shell.Dialogs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KamPortal.Web.Tests.Scoring;

/// <summary>The editor of a scoring model: what is shown is what is saved, and every rule has its sentence.</summary>
public sealed class ScoringModelFormTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<Figures>().BuildServiceProvider();

    private IStringLocalizer<ScoringTexts> Texts => _services.GetRequiredService<IStringLocalizer<ScoringTexts>>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_model_survives_the_form_unchanged()
    {
        var model = ScoringModel.Default with
        {
            Window = ScoringWindow.All,
            Dimensions =
            [
                new(DimensionKind.ProfitContribution, 70,
                [
                    new(Metrics.ProfitContribution, 60, new MinMax(2, 98), MissingPolicy.Worst),
                    new(Metrics.Revenue, 40, new Bands(10, [new(1000, 50), new(2000, 90)]), MissingPolicy.Neutral),
                ]),
                new(DimensionKind.StrategicImportance, 30, [new(Metrics.StrategicImportance, 100, new Rating(1, 4))]),
            ],
        };
        ScoringModelForm.From(model).ToModel().ToJson().ShouldBe(model.ToJson());
        ScoringModelForm.From(ScoringModel.Default).ToModel().ToJson().ShouldBe(ScoringModel.Default.ToJson());
    }

    [Theory]
    [InlineData(60, 70, 46, 54)]
    [InlineData(0, 0, 50, 50)]
    [InlineData(100, 0, 100, 0)]
    public void Weights_are_brought_to_a_hundred_in_their_proportions(int one, int other, int first, int second)
    {
        CriterionForm[] weights = [new() { Weight = one }, new() { Weight = other }];
        ScoringModelForm.Normalise(weights);
        weights.Select(w => w.Weight).ShouldBe([first, second]);
    }

    [Fact]
    public void Weights_that_do_not_add_up_are_named_at_their_field_with_their_sum()
    {
        var form = ScoringModelForm.From(ScoringModel.Default);
        form.Dimensions[0].Weight = 70;
        var failure = new ScoringModelFormValidator(Texts).Validate(form).Errors.ShouldHaveSingleItem();
        failure.PropertyName.ShouldBe("dimensions");
        failure.ErrorMessage.ShouldContain("110");
    }

    [Fact]
    public void Every_rule_metric_and_choice_has_its_words()
    {
        string[] keys =
        [
            .. Enum.GetNames<ModelRule>().Select(r => $"Rule.{r}"), .. Metrics.All.SelectMany(m => new[] { m.NameTextKey, m.FormulaTextKey }),
            .. Enum.GetNames<NormalisationKind>().Select(n => $"Normalise.{n}"), .. Enum.GetNames<MissingPolicy>().Select(m => $"Missing.{m}"),
            .. Enum.GetNames<DimensionKind>().Select(d => $"Dimension.{d}"), .. Enum.GetNames<NotScoredReason>().Select(r => $"Why.Not.{r}"),
            .. Enum.GetNames<ModelState>().Select(s => $"State.{s}"),
        ];
        keys.Where(k => Texts[k].ResourceNotFound).ShouldBeEmpty();
    }

    [Fact]
    public void Two_who_edited_different_parts_are_merged_and_the_same_part_is_asked()
    {
        var (original, mine, theirs) = (ScoringModelForm.From(ScoringModel.Default), ScoringModelForm.From(ScoringModel.Default), ScoringModelForm.From(ScoringModel.Default));
        (mine.AFrom, mine.BFrom) = (80, 60);
        (theirs.AFrom, theirs.Dimensions[0].Criteria[0].Weight, theirs.Dimensions[0].Criteria[1].Weight) = (70, 50, 50);
        var fields = new ModelFields(Texts, _services.GetRequiredService<Figures>());
        fields.Between(original, mine, theirs).ShouldHaveSingleItem().Field.ShouldBe("a");
        var merged = fields.Merge(original, mine, theirs, new Dictionary<string, ConflictChoice> { ["a"] = ConflictChoice.Theirs });
        (merged.AFrom, merged.BFrom, merged.Dimensions[0].Criteria[0].Weight).ShouldBe((70, 60, 50));
    }
}
