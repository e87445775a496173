using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>Two versions beside each other, as pictures and as a list.</summary>
[Collection(SharedServerCollection.Name)]
public sealed partial class ComparePageTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_gone_is_marked_on_the_left_what_is_new_on_the_right_and_what_changed_on_both()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var before = await Designs.PublishAsync(shared.Server, client, Diagram());
        var after = before.DeepClone().AsObject();
        var activities = after["root"]!["activities"]!.AsArray();
        activities[1]!["text"]!["expression"]!["value"] = "xin chào";
        activities[2] = JsonNode.Parse("""{"id":"new","name":"New","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"c"}}}""");
        after["root"]!["connections"]![1]!["target"]!["activity"] = "new";
        await Designs.SaveAsync(client, after);
        using var page = await SignedIn.AsAsync(shared.Server, Role.Auditor);
        page.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var html = WebUtility.HtmlDecode(await page.GetStringAsync($"/designer/compare/{before["definitionId"]}", Cancellation));
        var same = WebUtility.HtmlDecode(await page.GetStringAsync($"/designer/compare/{before["definitionId"]}?from=1&to=1", Cancellation));
        using var none = await page.GetAsync("/designer/compare/no-such", Cancellation);

        var (left, right) = (html.IndexOf("<section", StringComparison.Ordinal), html.LastIndexOf("<section", StringComparison.Ordinal));
        Assert.Equal(["kept is-changed", "old is-removed"], Marked(html[left..right]));
        Assert.Equal(["kept is-changed", "new is-added"], Marked(html[right..]));
        var list = html[html.IndexOf("compare-list", StringComparison.Ordinal)..];
        Assert.Contains("<del>Literal: a</del>", list, StringComparison.Ordinal);
        Assert.Contains("<ins>Literal: xin chào</ins>", list, StringComparison.Ordinal);
        Assert.Contains("+ Kept → New", list, StringComparison.Ordinal);
        Assert.Contains("− Kept → Old", list, StringComparison.Ordinal);
        Assert.Empty(Marked(same));
        Assert.Contains("nothing on the diagram changed", same, StringComparison.Ordinal);
        Assert.Contains("Expected a definition with the id 'no-such'", WebUtility.HtmlDecode(await none.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    private static JsonObject Diagram() => JsonNode.Parse("""
        {"name":"NAME","root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"s","type":"Elsa.Start","version":1},
          {"id":"kept","name":"Kept","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"a"}}},
          {"id":"old","name":"Old","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"b"}}}],
         "connections":[{"source":{"activity":"s","port":"Done"},"target":{"activity":"kept","port":"In"}},{"source":{"activity":"kept","port":"Done"},"target":{"activity":"old","port":"In"}}]}}
        """.Replace("NAME", Designs.Name("Compared"), StringComparison.Ordinal))!.AsObject();

    /// <summary>The boxes that are marked, with how.</summary>
    private static string[] Marked(string html) =>
        [.. Box().Matches(html).Select(box => $"{box.Groups[2].Value} {box.Groups[1].Value}").Order(StringComparer.Ordinal)];

    [GeneratedRegex("class=\"diagram-node (is-[a-z]+)\"[^>]*data-activity=\"([^\"]+)\"")]
    private static partial Regex Box();
}
