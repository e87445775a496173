using Microsoft.AspNetCore.Mvc;
using Orchestrator.Cases.Erasures;
using Orchestrator.Server.Access;
using Orchestrator.Server.Api;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Pages.Erasures;

/// <summary>What the forms of the page of erasures are sent to. They check the antiforgery token.</summary>
internal static class ErasureForms
{
    /// <summary>The page.</summary>
    public const string Page = "/console/erasures";

    /// <summary>Codes of what went as it was wanted.</summary>
    public static IReadOnlySet<string> Good { get; } = new HashSet<string>(StringComparer.Ordinal) { "proposed", "again", "approved", "done", "refused" };

    /// <summary>Maps proposing, being for it, and being against it.</summary>
    public static void MapErasureForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Page + "/proposals", ProposeAsync).ExcludeFromDescription().Requires(Permission.EraseCases);
        routes.MapPost(Page + "/{id}/approval", ApproveAsync).ExcludeFromDescription().Requires(Permission.EraseCases);
        routes.MapPost(Page + "/{id}/refusal", RefuseAsync).ExcludeFromDescription().Requires(Permission.EraseCases);
    }

    private static async Task<IResult> ProposeAsync([FromForm] string? number, [FromForm] string? basis, HttpContext context, CaseScope scope, ErasureDesk desk)
    {
        var asked = number?.Trim() ?? "";
        return await scope.FindAsync(context.Caller(), asked, context.RequestAborted) is { } file
            ? Back(CodeOf(await desk.ProposeAsync(file, basis, context.Caller().Approver, context.RequestAborted)), file.Number)
            : Back(ProblemKind.CaseNotFound.Code, asked);
    }

    private static async Task<IResult> ApproveAsync(string id, IFormCollection _, HttpContext context, ErasureDesk desk)
    {
        if (await ErasureEndpoints.FindAsync(id, context, desk) is not { } erasure)
            return Back(ProblemKind.ErasureNotFound.Code, id);
        var outcome = await desk.ApproveAsync(erasure.Id, context.Caller().Approver, context.RequestAborted);
        return Back(outcome is ErasureOutcome.Proposed ? "approved" : CodeOf(outcome), erasure.Number);
    }

    private static async Task<IResult> RefuseAsync(string id, [FromForm] string? reason, HttpContext context, ErasureDesk desk) =>
        await ErasureEndpoints.FindAsync(id, context, desk) is { } erasure
            ? Back(CodeOf(await desk.RefuseAsync(erasure.Id, reason, context.Caller().Actor, context.RequestAborted)), erasure.Number)
            : Back(ProblemKind.ErasureNotFound.Code, id);

    private static string CodeOf(ErasureOutcome outcome) => outcome switch
    {
        ErasureOutcome.Proposed => "proposed",
        ErasureOutcome.Again => "again",
        ErasureOutcome.Done => "done",
        ErasureOutcome.Refused => "refused",
        ErasureOutcome.NotFound => ProblemKind.ErasureNotFound.Code,
        ErasureOutcome.AlreadyErased => ProblemKind.CaseErased.Code,
        ErasureOutcome.SecondPersonRequired => ProblemKind.SecondPersonRequired.Code,
        ErasureOutcome.HolderRequired => ProblemKind.HolderRequired.Code,
        ErasureOutcome.Decided => ProblemKind.ErasureDecided.Code,
        ErasureOutcome.InvalidBasis => ProblemKind.BasisRequired.Code,
        ErasureOutcome.ReasonRequired => ProblemKind.ReasonRequired.Code,
        ErasureOutcome.NotPossible refused => refused.Code,
        ErasureOutcome.Unavailable => ProblemKind.Unavailable.Code,
        var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
    };

    // A code, never a text: a link from elsewhere cannot put words into the page's mouth.
    private static IResult Back(string told, string about) => Results.LocalRedirect($"{Page}?told={Uri.EscapeDataString(told)}&about={Uri.EscapeDataString(about)}");
}
