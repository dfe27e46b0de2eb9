namespace KamPortal.Data.Api;

/// <summary>A call that cannot be done as it was asked.</summary>
/// <param name="status">The status it is answered with.</param>
/// <param name="code">Names the sentence and the remedy, see <see cref="ApiProblems"/>.</param>
/// <param name="field">What is at fault, as the caller wrote it.</param>
public sealed class ApiRefusalException(int status, string code, string? field = null) : Exception(code)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Field { get; } = field;
}
