using System.Xml.Linq;

namespace KamPortal.Web.Tests.Texts;

/// <summary>The portal's source files and texts, as they are committed.</summary>
internal static class Sources
{
    public static string Web { get; } = Path.Combine(Root(), "src", "KamPortal.Web");

    public static IReadOnlyList<string> TextNames { get; } =
        [.. Directory.GetFiles(Path.Combine(Web, "Resources"), "*Texts.resx").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    public static IReadOnlyDictionary<string, string> English(string name) => Read($"{name}.resx");

    public static IReadOnlyDictionary<string, string> Chinese(string name) => Read($"{name}.zh-Hans.resx");

    public static IEnumerable<string> Code() =>
        Directory.EnumerateFiles(Web, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Web, "Resources", file)).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "KamPortal.sln")))
                return folder;
        }
        throw new InvalidOperationException("The tests read the sources: run them inside the repository.");
    }
}
