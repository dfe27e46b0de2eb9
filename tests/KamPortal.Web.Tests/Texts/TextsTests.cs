using System.Collections;
using System.Resources;
using System.Text.RegularExpressions;
using KamPortal.Shell;
using MudBlazor;

namespace KamPortal.Web.Tests.Texts;

/// <summary>Every word on the screen exists in English and in Simplified Chinese.</summary>
public sealed partial class TextsTests
{
    public static TheoryData<string> Names => [.. Sources.TextNames];

    [Theory, MemberData(nameof(Names))]
    public void Both_languages_have_the_same_keys_and_no_empty_text(string name)
    {
        var (english, chinese) = (Sources.English(name), Sources.Chinese(name));

        english.Keys.Except(chinese.Keys).ShouldBeEmpty($"{name}: not in Chinese");
        chinese.Keys.Except(english.Keys).ShouldBeEmpty($"{name}: not in English");
        english.Concat(chinese).Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key).ShouldBeEmpty($"{name}: empty");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_translation_has_the_placeholders_of_its_original(string name)
    {
        var chinese = Sources.Chinese(name);

        Sources.English(name).Where(t => Placeholders(t.Value) != Placeholders(chinese[t.Key])).Select(t => t.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Every_word_of_the_component_library_is_translated_with_its_placeholders()
    {
        var library = typeof(MudLocalizer).Assembly;
        using var stream = library.GetManifestResourceStream(library.GetManifestResourceNames().Single(n => n.EndsWith("LanguageResource.resources", StringComparison.Ordinal)))!;
        using var reader = new ResourceReader(stream);
        var originals = reader.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
        var ours = Sources.Chinese("MudTexts");

        originals.Keys.Except(ours.Keys).ShouldBeEmpty();
        originals.Where(o => Placeholders(o.Value) != Placeholders(ours[o.Key])).Select(o => o.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_that_the_code_names_exists()
    {
        var missing = new List<string>();
        foreach (var file in Sources.Code())
        {
            var code = File.ReadAllText(file);
            foreach (var (texts, variable) in Localizers().Matches(code).Select(m => (m.Groups[1].Value, m.Groups[2].Value)).Distinct())
            {
                var known = Sources.English(texts);
                foreach (Match use in Regex.Matches(code, $@"(?<![\w.]){Regex.Escape(variable)}\[(\$?)""([^""]*)""\s*([,\]+])?"))
                    Check(use.Groups[2].Value, use.Groups[1].Length > 0, use.Groups[3].Value == "+", known, texts, file);
            }
            foreach (Match use in TextOf().Matches(code))
                Check(use.Groups[3].Value, use.Groups[2].Length > 0, false, Sources.English(use.Groups[1].Value), use.Groups[1].Value, file);
        }
        missing.ShouldBeEmpty();

        void Check(string key, bool interpolated, bool continued, IReadOnlyDictionary<string, string> known, string texts, string file)
        {
            var prefix = interpolated ? key.Split('{')[0] : key;
            var exists = interpolated || continued ? known.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal)) : known.ContainsKey(key);
            if (!exists)
                missing.Add($"{texts}: {key} ({Path.GetFileName(file)})");
        }
    }

    [Fact]
    public void Every_shared_term_of_the_glossary_is_explained()
    {
        var known = Sources.English("ShellTexts").Keys;

        Glossary.SharedTerms.SelectMany(t => new[] { t.Name.Key, t.Definition.Key, t.Formula?.Key ?? t.Name.Key }).Except(known).ShouldBeEmpty();
    }

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"IStringLocalizer<(\w+Texts)>\s+(\w+)")]
    private static partial Regex Localizers();

    [GeneratedRegex(@"Text\.Of<(\w+Texts)>\((\$?)""([^""]*)""")]
    private static partial Regex TextOf();
}
