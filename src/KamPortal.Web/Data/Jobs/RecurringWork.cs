namespace KamPortal.Data.Jobs;

/// <summary>
/// Short work that comes back by the clock, registered by the feature it belongs to; its name is the text <c>Recurring.{Key}</c>. One instance
/// does it at a time, and not behind the queue of long jobs: what takes minutes enqueues a job instead.
/// </summary>
/// <param name="Key">Stable name.</param>
/// <param name="Texts">The feature's texts.</param>
/// <param name="Every">Pause from one start to the next.</param>
/// <param name="RunAsync">Does it; must bear being done twice.</param>
public sealed record RecurringWork(string Key, Type Texts, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task> RunAsync);
