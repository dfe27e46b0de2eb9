using KamPortal.Data;

namespace KamPortal.Features.Canary
{
    /// <summary>Deliberately guilty: a feature that reaches into another one, and a component that opens the database.</summary>
    public sealed class GuiltyFeature(Canary2.OtherFeature other)
    {
        public Canary2.OtherFeature Other { get; } = other;
    }

    public sealed class GuiltyComponent : Microsoft.AspNetCore.Components.ComponentBase
    {
        public KamDbContext? Database { get; set; }
    }
}

namespace KamPortal.Features.Canary2
{
    public sealed class OtherFeature;
}

namespace KamPortal.Shell.Canary
{
    /// <summary>Deliberately guilty: the shell naming a feature.</summary>
    public sealed class GuiltyShell(Features.Canary2.OtherFeature feature)
    {
        public Features.Canary2.OtherFeature Feature { get; } = feature;
    }
}
