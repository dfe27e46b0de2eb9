namespace KamPortal.Data.Jobs;

/// <summary>A kind of background work, registered by the feature that does it.</summary>
/// <param name="Key">Stable name, stored with each job.</param>
/// <param name="RunAsync">Does the work and ends with <see cref="JobContext.CommitAsync"/>.</param>
public sealed record JobKind(string Key, Func<IServiceProvider, JobContext, CancellationToken, Task> RunAsync);

/// <summary>The work was taken over or cancelled meanwhile; nothing of it was kept.</summary>
public sealed class JobSupersededException() : Exception("The job was cancelled or taken over by another instance; nothing was written.");

/// <summary>The job cannot be done as asked; the message is a sentence for the person who asked.</summary>
public sealed class JobRefusedException(string message) : Exception(message);
