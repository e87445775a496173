using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Server.Pages;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Tests.Problems;

public sealed partial class ProblemTextTests
{
    public static TheoryData<string> Codes => [.. ProblemKind.All.Select(kind => kind.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_problem_has_a_title_and_a_detail_in_both_languages(string code)
    {
        var (vietnamese, english) = (In("vi", code), In("en", code));

        Assert.NotEqual(vietnamese.Title, english.Title);
        Assert.NotEqual(vietnamese.Detail, english.Detail);
        Assert.Equal(Placeholders(vietnamese.Detail), Placeholders(english.Detail));
    }

    [Fact]
    public void No_code_is_used_twice() => Assert.Distinct(ProblemKind.All.Select(kind => kind.Code));

    [Theory]
    [InlineData(401, "unauthenticated")]
    [InlineData(418, "bad-request")]
    [InlineData(413, "body-too-large")]
    [InlineData(501, "internal")]
    public void A_bare_status_becomes_a_problem_of_the_same_status(int status, string code)
    {
        var kind = ProblemKind.OfStatus(status);
        Assert.Equal(code, kind.Code);
        Assert.True(kind.Status == status || status >= 500);
    }

    [Fact]
    public void The_pages_have_the_same_texts_in_both_languages()
    {
        var resources = new System.Resources.ResourceManager(typeof(PageTexts));
        var vietnamese = Names(resources, new CultureInfo("vi"), parents: true);
        var english = Names(resources, new CultureInfo("en"), parents: false);

        Assert.NotEmpty(english);
        Assert.Equal(vietnamese, english);
    }

    private static IEnumerable<string> Names(System.Resources.ResourceManager resources, CultureInfo culture, bool parents) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: parents)!
            .Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal);

    private static (string Title, string Detail) In(string language, string code)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        try
        {
            return (ProblemTexts.Title(code), ProblemTexts.Text(code + ".detail"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
