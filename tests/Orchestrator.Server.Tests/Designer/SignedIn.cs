using System.Net;
using System.Text.RegularExpressions;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>A page that somebody signed in on.</summary>
internal static partial class SignedIn
{
    public static async Task<HttpClient> AsAsync(TestServer server, Role role) => await WithAsync(server, await server.KeyAsync(role));

    public static async Task<HttpClient> WithAsync(TestServer server, string key)
    {
        var token = TestContext.Current.CancellationToken;
        var page = server.Anonymous();
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", Token(await page.GetStringAsync("/sign-in", token))), new("key", key)]);
        using var answer = await page.PostAsync("/sign-in/key", form, token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return page;
    }

    public static string Token(string html) => TokenField().Match(html).Groups[1].Value;

    public static string Field(string html, string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
