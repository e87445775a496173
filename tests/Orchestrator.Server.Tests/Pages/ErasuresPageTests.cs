using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Designer;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Pages;

[Collection(SharedServerCollection.Name)]
public sealed class ErasuresPageTests(SharedServer shared)
{
    private const string Page = "/console/erasures";

    private readonly TestServer server = shared.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_officer_proposes_is_no_second_person_and_somebody_else_is_asked()
    {
        var number = await StartedAsync(61);
        using var officer = await SignedIn.AsAsync(server, Role.Officer);
        using var administrator = await SignedIn.AsAsync(server, Role.Administrator);

        var proposed = await SendAsync(officer, "/proposals", ("number", number), ("basis", "Điều 16"));
        Assert.Contains("data-told=\"proposed\"", proposed, StringComparison.Ordinal);
        var own = RowOf(proposed, number);
        Assert.Contains("Điều 16", own, StringComparison.Ordinal);
        Assert.Contains("officer:test-Officer", own, StringComparison.Ordinal);
        Assert.Contains("khai sinh", own, StringComparison.Ordinal);
        Assert.DoesNotContain("/approval", own, StringComparison.Ordinal);
        var id = Regex.Match(own, "/console/erasures/([0-9a-f-]{36})/refusal").Groups[1].Value;
        Assert.Contains("data-told=\"second-person-required\"", await SendAsync(officer, $"/{id}/approval"), StringComparison.Ordinal);

        Assert.Contains($"/console/erasures/{id}/approval", RowOf(await administrator.GetStringAsync(Page, Cancellation), number), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_shows_it()
    {
        var number = await StartedAsync(62);
        using var officer = await SignedIn.AsAsync(server, Role.Officer);
        var row = RowOf(await SendAsync(officer, "/proposals", ("number", number), ("basis", "Điều 16")), number);
        var id = Regex.Match(row, "/console/erasures/([0-9a-f-]{36})/refusal").Groups[1].Value;

        Assert.Contains("data-told=\"reason-required\"", await SendAsync(officer, $"/{id}/refusal", ("reason", " ")), StringComparison.Ordinal);
        Assert.Contains("data-told=\"refused\"", await SendAsync(officer, $"/{id}/refusal", ("reason", "Toà án cần")), StringComparison.Ordinal);

        Assert.Contains("Toà án cần", RowOf(await officer.GetStringAsync(Page + "?all=true", Cancellation), number), StringComparison.Ordinal);
        Assert.Contains("data-told=\"erasure-decided\"", await SendAsync(officer, $"/{id}/approval"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "Xóa dữ liệu hồ sơ", "không chứa số của người")]
    [InlineData("en", "Erasing the data of cases", "number that could be a person's")]
    public async Task A_basis_that_names_a_person_and_an_unknown_case_are_told_in_both_languages(string language, string title, string told)
    {
        var number = await StartedAsync(language == "vi" ? 63 : 64);
        using var officer = await SignedIn.AsAsync(server, Role.Officer);
        officer.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var refused = await SendAsync(officer, "/proposals", ("number", number), ("basis", "wish of 001199004711"));
        Assert.Contains(title, refused, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\" data-told=\"basis-required\"", refused, StringComparison.Ordinal);
        Assert.Contains(told, refused, StringComparison.Ordinal);
        Assert.Contains("data-told=\"case-not-found\"", await SendAsync(officer, "/proposals", ("number", "G22.none"), ("basis", "Điều 16")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_sees_and_cannot_decide_and_a_designer_does_not_come_in()
    {
        using var auditor = await SignedIn.AsAsync(server, Role.Auditor);
        using var designer = await SignedIn.AsAsync(server, Role.Designer);

        var seen = await auditor.GetStringAsync(Page, Cancellation);
        Assert.DoesNotContain("id=\"propose\"", seen, StringComparison.Ordinal);
        using var refused = await PostAsync(auditor, "/proposals", SignedIn.Token(seen), ("number", "G22"), ("basis", "Điều 16"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var closed = await designer.GetAsync(Page, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing()
    {
        var number = await StartedAsync(65);
        using var officer = await SignedIn.AsAsync(server, Role.Officer);

        using var refused = await PostAsync(officer, "/proposals", "forged", ("number", number), ("basis", "Điều 16"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.DoesNotContain($"data-number=\"{number}\"", await officer.GetStringAsync(Page + "?all=true", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_a_holder_is_told_so_instead_of_a_form()
    {
        var key = await server.Services.GetRequiredService<KeyStore>().CreateAsync(new KeyDraft("counter", Role.Officer, null, [], TimeSpan.FromDays(1)), "system:test", false, Cancellation);
        using var officer = await SignedIn.WithAsync(server, key.Text);

        var seen = await officer.GetStringAsync(Page, Cancellation);

        Assert.Contains("id=\"no-holder\"", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"propose\"", seen, StringComparison.Ordinal);
    }

    private async Task<string> StartedAsync(int seed)
    {
        using var portal = await server.ClientAsync(Role.Agency);
        return await portal.StartBirthAsync(seed);
    }

    private static string RowOf(string html, string number)
    {
        var row = Regex.Match(html, $"<tr data-number=\"{Regex.Escape(number)}\".*?</tr>", RegexOptions.Singleline);
        Assert.True(row.Success, $"no row of {number}");
        return WebUtility.HtmlDecode(row.Value);
    }

    /// <summary>Sends a form as the page would, and gives the page that it leads back to.</summary>
    private static async Task<string> SendAsync(HttpClient page, string target, params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync(page, target, SignedIn.Token(await page.GetStringAsync(Page, Cancellation)), fields);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return WebUtility.HtmlDecode(await page.GetStringAsync(answer.Headers.Location, Cancellation));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient page, string target, string token, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await page.PostAsync(Page + target, form, Cancellation);
    }
}
