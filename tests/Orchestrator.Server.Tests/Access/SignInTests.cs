using System.Net;
using System.Text.RegularExpressions;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Access;

[Collection(SharedServerCollection.Name)]
public sealed partial class SignInTests(SharedServer shared)
{
    private readonly TestServer server = shared.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_signs_in_with_a_key_and_carries_its_role()
    {
        using var page = await SignedInAsync(Role.Auditor);

        using var home = await page.GetAsync("/?lang=en", Cancellation);
        Assert.Contains("Role: auditor", await home.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var keys = await page.GetAsync("/api/v1/keys", Cancellation);
        await keys.ProblemAsync(403, "forbidden");
        using var procedures = await page.GetAsync("/api/v1/procedures", Cancellation);
        Assert.Equal(HttpStatusCode.OK, procedures.StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_and_no_script()
    {
        using var page = server.Anonymous();
        using var answer = await PostKeyAsync(page, await server.KeyAsync(Role.Officer));

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("orchestrator-page=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_key_leads_back_to_the_form_with_an_explanation()
    {
        using var page = server.Anonymous();
        using var answer = await PostKeyAsync(page, "ork_wrong");

        Assert.Equal("/sign-in?failed=true", answer.Headers.Location?.ToString());
        using var form = await page.GetAsync("/sign-in?failed=true&lang=en", Cancellation);
        Assert.Contains("Expected a valid key", await form.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_without_its_token_is_refused()
    {
        using var page = server.Anonymous();
        using var form = new FormUrlEncodedContent([new("key", await server.KeyAsync(Role.Officer))]);
        using var answer = await page.PostAsync("/sign-in/key", form, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("/reference", "/reference")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    public async Task Signing_in_leads_on_within_this_site_alone(string returnUrl, string target)
    {
        using var page = server.Anonymous();
        using var answer = await PostKeyAsync(page, await server.KeyAsync(Role.Officer), returnUrl);

        Assert.Equal(target, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_signed_in_page_that_changes_something_needs_the_token()
    {
        using var page = await SignedInAsync(Role.Administrator);
        using var without = await page.DeleteAsync("/api/v1/keys/none", Cancellation);
        await without.ProblemAsync(400, "antiforgery");

        using var home = await page.GetAsync("/", Cancellation);
        page.DefaultRequestHeaders.Add("X-Antiforgery-Token", Token().Match(await home.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value);
        using var with = await page.DeleteAsync("/api/v1/keys/none", Cancellation);
        await with.ProblemAsync(404, "key-not-found");
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var page = await SignedInAsync(Role.Officer);
        using var home = await page.GetAsync("/", Cancellation);
        var token = Token().Match(await home.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await page.PostAsync("/sign-out", form, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);

        using var after = await page.GetAsync("/api/v1/procedures", Cancellation);
        await after.ProblemAsync(401, "unauthenticated");
    }

    [Fact]
    public async Task A_cookie_ends_with_its_key()
    {
        using var page = await SignedInAsync(Role.Officer);
        using var administrator = await server.ClientAsync(Role.Administrator);
        using var listed = await administrator.GetAsync("/api/v1/keys", Cancellation);
        var newest = (await listed.JsonAsync()).EnumerateArray().First(key => key.GetProperty("role").GetString() == "officer").GetProperty("id").GetString();
        using var revoked = await administrator.DeleteAsync($"/api/v1/keys/{newest}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);

        using var after = await page.GetAsync("/api/v1/procedures", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task In_Production_the_page_exists_only_once_a_key_was_created()
    {
        await using var production = await TestServer.StartAsync("Production");
        using var visitor = production.Anonymous();
        using (var before = await visitor.GetAsync("/sign-in", Cancellation))
            await before.ProblemAsync(404, "not-found");
        Assert.False(Directory.Exists(Path.Combine(production.Data, "development-keys")));

        await production.KeyAsync(Role.Administrator);

        using var after = await visitor.GetAsync("/sign-in", Cancellation);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    private async Task<HttpClient> SignedInAsync(Role role)
    {
        var page = server.Anonymous();
        using var answer = await PostKeyAsync(page, await server.KeyAsync(role));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return page;
    }

    private static async Task<HttpResponseMessage> PostKeyAsync(HttpClient page, string key, string? returnUrl = null)
    {
        using var form = await page.GetAsync("/sign-in", Cancellation);
        var token = Token().Match(await form.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("key", key), new("returnUrl", returnUrl ?? "")]);
        return await page.PostAsync("/sign-in/key", content, Cancellation);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
