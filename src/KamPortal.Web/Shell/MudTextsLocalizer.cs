using KamPortal.Resources;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KamPortal.Shell;

/// <summary>Gives MudBlazor's own words (pagers, pickers, dialogs) in the person's language.</summary>
public sealed class MudTextsLocalizer(IStringLocalizer<MudTexts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];

    public override LocalizedString this[string key, params object[] arguments] => texts[key, arguments];
}
