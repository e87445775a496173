using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Files;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Publishing;

/// <summary>What the forms of the publish page are sent to. They check the antiforgery token.</summary>
internal static class PublishEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapPublishing(this IEndpointRouteBuilder routes)
    {
        var access = routes.ServiceProvider.GetRequiredService<IDesignerAccess>();
        access.Require(routes.MapPost("/designer/publish/{definitionId}", PublishAsync).ExcludeFromDescription(), DesignerRight.PublishDefinitions);
        access.Require(routes.MapPost("/designer/publish/{definitionId}/file", WriteFileAsync).ExcludeFromDescription(), DesignerRight.PublishDefinitions);
    }

    private static async Task<IResult> PublishAsync(
        HttpContext context, string definitionId, [FromForm] string? versionId, [FromForm] long revision, [FromForm] string? changeNote, [FromForm] string? legalBasis,
        [FromForm] string? validFrom, IDefinitionLibrary library, PublishGate gate, IDesignerAccess access)
    {
        if ((await library.HistoryAsync(definitionId, context.RequestAborted)).FirstOrDefault(version => version.VersionId == versionId) is not { } version)
            return Back(definitionId, "fault", Texts.DesignerTexts.Text("publish.overtaken"));
        var day = DateOnly.TryParseExact(validFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : (DateOnly?)null;
        if (day is null && !string.IsNullOrWhiteSpace(validFrom)) return Back(definitionId, "fault", Texts.DesignerTexts.Format("publish.valid", validFrom));
        var form = new PublicationForm(changeNote, legalBasis, day);
        return await gate.PublishAsync(version with { Revision = revision }, form, access.CallerOf(context), context.RequestAborted) switch
        {
            GateOutcome.Refused refused => Back(definitionId, "fault", string.Join("\n", refused.Reasons)),
            _ => Back(definitionId, "done", Texts.DesignerTexts.Format("publish.done", version.Version)),
        };
    }

    private static async Task<IResult> WriteFileAsync(HttpContext context, string definitionId, IFormCollection _, WorkflowFiles files)
    {
        var (file, reason) = await files.WriteAsync(definitionId, context.RequestAborted);
        return file is not null ? Back(definitionId, "done", Texts.DesignerTexts.Format("file.written", file)) : Back(definitionId, "fault", reason!);
    }

    private static IResult Back(string definitionId, string name, string text) =>
        Results.LocalRedirect($"{PublishGate.PageOf(definitionId)}?{name}={Uri.EscapeDataString(text.Length > 1500 ? text[..1500] : text)}");
}
