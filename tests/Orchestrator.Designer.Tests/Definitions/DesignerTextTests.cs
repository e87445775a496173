using System.Globalization;
using System.Resources;
using Orchestrator.Designer.Texts;

namespace Orchestrator.Designer.Tests.Definitions;

public sealed class DesignerTextTests
{
    [Fact]
    public void Every_text_is_there_in_both_languages_with_the_same_places()
    {
        var texts = new ResourceManager(typeof(DesignerTexts));
        var (vietnamese, english) = (Of(texts, CultureInfo.InvariantCulture), Of(texts, new CultureInfo("en")));

        Assert.Equal(vietnamese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(vietnamese, text => Assert.Equal(Places(text.Value), Places(english[text.Key])));
    }

    private static Dictionary<string, string> Of(ResourceManager texts, CultureInfo culture) =>
        texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static string[] Places(string text) => [.. Enumerable.Range(0, 5).Select(place => $"{{{place}}}").Where(place => text.Contains(place, StringComparison.Ordinal))];
}
