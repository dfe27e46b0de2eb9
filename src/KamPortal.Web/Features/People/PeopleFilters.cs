using KamPortal.Resources;
using KamPortal.Shell.Lists;
using Microsoft.Extensions.Localization;

namespace KamPortal.Features.People;

internal static class PeopleFilters
{
    public static IReadOnlyList<ListFilter> Offered(IStringLocalizer<PeopleTexts> t, PeopleChoices choices) =>
    [
        new("team", t["Field.Team"], choices.Teams), new("region", t["Field.RegionCode"], choices.Regions), new("unit", t["Field.BusinessUnitCode"], choices.Units),
        new("left", t["Filter.Left"], [new("yes", t["Filter.LeftToo"])]) { Single = true },
    ];
}
