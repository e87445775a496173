using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Designer;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Pages;

/// <summary>
/// A page that draws itself again once its script has connected loses what somebody typed before. Pages that only send forms therefore have no
/// such script.
/// </summary>
[Collection(SharedServerCollection.Name)]
public sealed class PlainFormTests(SharedServer shared)
{
    [Theory]
    [InlineData(Role.Designer, "/designer/publish/none", false)]
    [InlineData(Role.Designer, "/designer/compare/none", false)]
    [InlineData(Role.Auditor, "/console/cases", false)]
    [InlineData(Role.Auditor, "/console/analysis", false)]
    [InlineData(Role.Officer, "/console/erasures", false)]
    [InlineData(Role.Designer, "/console/agencies", true)]
    public async Task Only_a_page_that_reacts_without_a_form_draws_itself_again(Role role, string path, bool reacts)
    {
        using var page = await SignedIn.AsAsync(shared.Server, role);

        using var answer = await page.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("</main>", html, StringComparison.Ordinal);

        Assert.Equal(reacts, html.Contains("_framework/blazor.web", StringComparison.Ordinal));
    }
}
