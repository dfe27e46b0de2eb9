using KamPortal.Data.Notices;
using Microsoft.Extensions.Localization;

namespace KamPortal.Data.Jobs;

/// <summary>A kind of background work, registered by the feature that does it.</summary>
/// <param name="Key">Stable name, stored with each job.</param>
/// <param name="RunAsync">Does the work and ends with <see cref="JobContext.CommitAsync"/>.</param>
/// <param name="Texts">The feature's texts: its name is <c>Job.{Key}</c>.</param>
public sealed record JobKind(string Key, Type Texts, Func<IServiceProvider, JobContext, CancellationToken, Task> RunAsync)
{
    /// <summary>Makes a sentence of a stored error, where the job stores keys.</summary>
    public Func<IServiceProvider, string, string>? Sentence { get; init; }

    /// <summary>What to tell whoever asked for a job that failed; without it only admins are told.</summary>
    public Func<Job, Notice>? Failed { get; init; }

    public string Name(IStringLocalizerFactory texts) => texts.Create(Texts)["Job." + Key];
}

/// <summary>The work was taken over or cancelled meanwhile; nothing of it was kept.</summary>
public sealed class JobSupersededException() : Exception("The job was cancelled or taken over by another instance; nothing was written.");

/// <summary>The job cannot be done as asked; the message is a sentence for the person who asked.</summary>
public sealed class JobRefusedException(string message) : Exception(message);
