using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>The pages and files of Studio over HTTP, as the build fetched them.</summary>
[Collection(SharedServerCollection.Name)]
public sealed partial class StudioHostingTests(SharedServer shared)
{
    private const string Editor = "/designer/workflows/definitions/birth/edit";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_lets_nothing_from_elsewhere_in_and_names_nothing_elsewhere()
    {
        using var designer = await SignedIn.AsAsync(shared.Server, Role.Designer);

        using var answer = await designer.GetAsync(Editor, Cancellation);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var page = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains("default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", policy.Replace("style-src 'self' 'unsafe-inline'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.All(References().Matches(page), reference => Assert.DoesNotMatch("^(https?:)?//", reference.Groups[1].Value));
    }

    [Fact]
    public async Task The_editor_leads_to_compare_try_and_publish_as_far_as_somebody_may()
    {
        using var designer = await SignedIn.AsAsync(shared.Server, Role.Designer);
        using var auditor = await SignedIn.AsAsync(shared.Server, Role.Auditor);
        string[] places = ["/designer/compare/birth", "/designer/try/birth", "/designer/publish/birth"];

        var (drawing, reading) = (await designer.GetStringAsync(Editor, Cancellation), await auditor.GetStringAsync(Editor, Cancellation));

        Assert.Equal([true, true, true], places.Select(place => drawing.Contains($"\"{place}\"", StringComparison.Ordinal)));
        Assert.Equal([true, true, false], places.Select(place => reading.Contains($"\"{place}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_file_of_studio_that_a_page_names_is_there_and_is_not_sent_twice()
    {
        using var designer = await SignedIn.AsAsync(shared.Server, Role.Designer);
        var named = References().Matches(await designer.GetStringAsync(Editor, Cancellation)).Select(match => match.Groups[1].Value)
            .Where(name => !name.StartsWith('/') && (name.EndsWith(".js", StringComparison.Ordinal) || name.EndsWith(".css", StringComparison.Ordinal))).ToArray();

        Assert.True(named.Length > 10);
        foreach (var name in named)
        {
            var address = new Uri(new Uri(shared.Server.Address, "/designer/"), name);
            using var first = await SendAsync(designer, address, null);
            using var second = await SendAsync(designer, address, first.Headers.ETag!.ToString());

            Assert.Equal((name, HttpStatusCode.OK, HttpStatusCode.NotModified), (name, first.StatusCode, second.StatusCode));
            if (name.StartsWith('_')) Assert.Equal((name, "br"), (name, first.Content.Headers.ContentEncoding.SingleOrDefault()));
        }
    }

    [Fact]
    public async Task Without_studio_the_page_says_what_to_install_and_everything_else_works()
    {
        await using var server = await TestServer.StartAsync(customize: builder =>
            builder.Configuration.AddInMemoryCollection([new("Designer:StudioPath", Path.Combine(Path.GetTempPath(), "no-studio-here"))]));
        using var designer = await SignedIn.AsAsync(server, Role.Designer);

        using var page = await designer.GetAsync(Editor, Cancellation);
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("npm", text, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor.webassembly.js", text, StringComparison.Ordinal);
        Assert.Contains("/designer/publish/birth", text, StringComparison.Ordinal);
        using var file = await designer.GetAsync("/designer/_framework/blazor.webassembly.js", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
        using var definitions = await designer.GetAsync("/elsa/api/workflow-definitions", Cancellation);
        Assert.Equal(HttpStatusCode.OK, definitions.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Uri address, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept-Encoding", "gzip, br");
        if (tag is not null) request.Headers.Add("If-None-Match", tag);
        return await client.SendAsync(request, Cancellation);
    }

    [GeneratedRegex("(?:src|href|action)=\"([^\"]*)\"")]
    private static partial Regex References();
}
