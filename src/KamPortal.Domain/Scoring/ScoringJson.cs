using System.Text.Json;

namespace KamPortal.Domain.Scoring;

/// <summary>The stored form of models and references: camel case, enums by name, and strict about what it reads.</summary>
internal static class ScoringJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,

        // A database that keeps JSON by key returns the keys in an order of its own.
        AllowOutOfOrderMetadataProperties = true,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new DomainRuleException($"This is not {what}.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new DomainRuleException($"This is not {what}: {e.Message}");
        }
    }
}
