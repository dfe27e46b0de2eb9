namespace KamPortal.Resources;

/// <summary>The words inside MudBlazor's own components, in MudTexts.resx and MudTexts.zh-Hans.resx.</summary>
public sealed class MudTexts;
