using System.Text.Json.Serialization;

namespace KamPortal.Domain.Tiering;

/// <summary>The class of an account, best first. Names and numbers are stored and never change their meaning.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Tier>))]
public enum Tier
{
    /// <summary>Key account: a dedicated team.</summary>
    A = 1,

    /// <summary>Worth a manager's regular time.</summary>
    B = 2,

    /// <summary>Low today, with potential: gets a time-boxed chance.</summary>
    CPlus = 3,

    /// <summary>Served at low cost.</summary>
    C = 4,
}
