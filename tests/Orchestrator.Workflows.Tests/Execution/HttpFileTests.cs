using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Files do not come through HTTP endpoints: what a designer sets about them is refused, what Studio writes by itself is not.</summary>
public sealed class HttpFileTests
{
    [Theory]
    [InlineData("fileSizeLimit", 1024L)]
    [InlineData("allowedFileExtensions", "[\".pdf\"]")]
    [InlineData("blockedFileExtensions", "[\".exe\"]")]
    [InlineData("allowedMimeTypes", "[\"application/pdf\"]")]
    public void A_setting_about_files_is_refused_with_what_to_do(string setting, object value)
    {
        var fault = Assert.Single(new InMemoryRuntime().Publish(Workflow(Activity("Elsa.HttpEndpoint", "H", ("path", Literal("x")), (setting, Literal(value))))));
        Assert.Equal(("unsupported-files", $"$.root.{setting}"), (fault.Code, fault.Path));
        Assert.Contains("/api/v1/attachments", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exposeFileTooLargeOutcome")]
    [InlineData("exposeInvalidFileExtensionOutcome")]
    [InlineData("exposeInvalidFileMimeTypeOutcome")]
    public void A_port_about_files_is_refused_when_it_is_shown(string setting)
    {
        Assert.Equal($"$.root.{setting}", Assert.Single(new InMemoryRuntime().Publish(Workflow(Activity("Elsa.HttpEndpoint", "H", ("path", Literal("x")), (setting, true))))).Path);
        Assert.Empty(new InMemoryRuntime().Publish(Workflow(Activity("Elsa.HttpEndpoint", "H", ("path", Literal("x")), (setting, false)))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    public void An_empty_field_is_none(string? value) =>
        Assert.Empty(new InMemoryRuntime().Publish(Workflow(Activity("Elsa.HttpEndpoint", "H", ("path", Literal("x")), ("allowedFileExtensions", Literal(value)), ("fileSizeLimit", Literal(null))))));
}
