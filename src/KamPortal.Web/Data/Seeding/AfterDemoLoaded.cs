using KamPortal.Security;

namespace KamPortal.Data.Seeding;

/// <summary>
/// Something a feature does once the demo portfolio is in place, such as the first scoring. Registered by the feature; run after the
/// data are committed, in the name of whoever loaded the demo. It may be run again after a crash, so it must not mind.
/// </summary>
public sealed record AfterDemoLoaded(Func<IServiceProvider, CurrentUser, CancellationToken, Task> RunAsync);
