using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Receipts;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>What an auditor takes away to prove, without this server, that nothing was changed, removed or cut off.</summary>
internal static class AuditEndpoints
{
    private const string JsonLines = "application/jsonl";

    /// <summary>Maps <c>/audit</c>.</summary>
    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("/keys", KeysAsync).WithName("ListAuditKeys").For(Permission.ReadProofs)
            .WithSummary("Lists the public keys that checkpoints are signed with.");
        audit.MapGet("/checkpoints", CheckpointsAsync).WithName("ListCheckpoints").For(Permission.ReadProofs).Fails(ProblemKind.BadParameter)
            .WithSummary("Lists signed checkpoints over the journals of all cases, newest first.");
        audit.MapPost("/checkpoints", TakeAsync).WithName("TakeCheckpoint").For(Permission.TakeCheckpoints).Fails(ProblemKind.AuditContradicted, ProblemKind.Unavailable)
            .WithSummary("Takes a checkpoint now: 201 with it, or 200 with the newest when nothing happened since.");
        audit.MapGet("/checkpoints/{from}/consistency/{to}", ConsistencyAsync).WithName("GetConsistencyProof").For(Permission.ReadProofs)
            .Fails(ProblemKind.ProofNotFound)
            .WithSummary("Proves that a later checkpoint covers everything that an earlier one covers.");
        audit.MapGet("/cases/{number}/proof", ProofAsync).WithName("GetCaseProof").For(Permission.ReadProofs).Fails(ProblemKind.CaseNotFound, ProblemKind.ProofNotFound)
            .WithSummary("Proves that the newest checkpoint covers a case, and up to which entry.");
        audit.MapGet("/cases/{number}/receipt", ReceiptAsync).WithName("GetCaseReceipt").For(Permission.ReadProofs).Fails(ProblemKind.CaseNotFound, ProblemKind.ProofNotFound)
            .WithSummary("Gives the applicant's receipt: that the newest checkpoint covers the case, and up to which entry, for 'orchestrator verify'. Holds no personal data.");
        audit.MapGet("/cases/{number}/export", ExportCaseAsync).WithName("ExportCase").For(Permission.ExportJournal).RecordsReads().Fails(ProblemKind.CaseNotFound, ProblemKind.PurposeRequired)
            .Produces(StatusCodes.Status200OK, contentType: JsonLines).DisableRequestTimeout()
            .WithSummary("Exports the journal of a case with its proof, for 'orchestrator verify'. Payloads are sealed, as the hashes cover them; with 'unmask' their key and text come beside.");
        audit.MapGet("/export", ExportAllAsync).WithName("ExportJournal").For(Permission.ExportJournal).RecordsReads().Fails(ProblemKind.OutOfScope, ProblemKind.PurposeRequired)
            .Produces(StatusCodes.Status200OK, contentType: JsonLines).DisableRequestTimeout()
            .WithSummary("Exports all journals with all checkpoints, for 'orchestrator verify'. Payloads are sealed, as the hashes cover them; with 'unmask' their keys and texts come beside.");
        audit.MapGet("/exports", ExportLogAsync).WithName("ExportHistories").For(Permission.ExportJournal).RecordsReads().Fails(ProblemKind.BadParameter, ProblemKind.OutOfScope)
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").Produces(StatusCodes.Status200OK, contentType: "application/xml").Produces(StatusCodes.Status200OK, contentType: "application/json")
            .DisableRequestTimeout()
            .WithSummary("Exports histories for analysis, as 'csv', 'xes' or 'ocel' (OCEL 2.0, JSON), in a stream.")
            .WithDescription("By time of receipt, procedure and locality. Holds no data of cases: what happened, when, by whom, at which agency, and persons under pseudonyms.");
    }

    private static async Task<Ok<IReadOnlyList<PublicKey>>> KeysAsync(HttpContext context, AuditProofs proofs) =>
        TypedResults.Ok(await proofs.KeysAsync(context.RequestAborted));

    private static async Task<Results<Ok<Page<CheckpointView>>, Problem>> CheckpointsAsync(HttpContext context, AuditProofs proofs, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        if (!HistoryEndpoints.TryReadSequence(cursor, out var before))
            return new Problem(ProblemKind.BadParameter, "cursor");
        var size = limit ?? Paging.UsualLimit;
        var items = await proofs.CheckpointsAsync(before == 0 ? null : before, size, context.RequestAborted);
        var next = items.Count == size && items[^1].Number > 1 ? items[^1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<CheckpointView>(items, next));
    }

    private static async Task<Results<Created<CheckpointView>, Ok<CheckpointView>, Problem>> TakeAsync(HttpContext context, CheckpointLog log, AuditProofs proofs) =>
        await log.TakeAsync(context.RequestAborted) switch
        {
            CheckpointOutcome.Taken taken => TypedResults.Created((string?)null, taken.Checkpoint),
            CheckpointOutcome.Contradicted contradicted => new Problem(ProblemKind.AuditContradicted, contradicted.Message),
            CheckpointOutcome.Unchanged when await proofs.CheckpointsAsync(null, 1, context.RequestAborted) is [var newest] => TypedResults.Ok(newest),
            _ => new Problem(ProblemKind.Unavailable, "no checkpoint"),
        };

    private static async Task<Results<Ok<ConsistencyProof>, Problem>> ConsistencyAsync(long from, long to, HttpContext context, AuditProofs proofs) =>
        await proofs.ConsistencyAsync(from, to, context.RequestAborted) is { } proof
            ? TypedResults.Ok(proof)
            : new Problem(ProblemKind.ProofNotFound, $"{from}–{to}");

    private static async Task<Results<Ok<InclusionProof>, Problem>> ProofAsync(string number, HttpContext context, CaseScope scope, AuditProofs proofs)
    {
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        return await proofs.InclusionAsync(file.CaseId, context.RequestAborted) is { } proof
            ? TypedResults.Ok(proof)
            : new Problem(ProblemKind.ProofNotFound, number);
    }

    private static async Task<Results<Ok<ProofReceipt>, Problem>> ReceiptAsync(string number, HttpContext context, CaseScope scope, ProofReceipts receipts)
    {
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        if (await receipts.WriteAsync(file, context.RequestAborted) is not { } receipt)
            return new Problem(ProblemKind.ProofNotFound, number);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"receipt-{file.Number}.json\"";
        return TypedResults.Ok(receipt);
    }

    private static async Task<IResult> ExportCaseAsync(string number, HttpContext context, CaseScope scope, JournalExport export, ReadRecorder reads, bool? unmask)
    {
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        var isClear = unmask ?? false;
        if (await (isClear ? reads.RecordUnmaskedAsync(context, file.CaseId, "export") : reads.RecordAsync(context, file.CaseId, "export")) is { } refused)
            return refused;
        return TypedResults.Stream(body => export.WriteCaseAsync(file.CaseId, body, context.RequestAborted, isClear), JsonLines, $"{file.Number}.jsonl");
    }

    private static async Task<IResult> ExportAllAsync(HttpContext context, JournalExport export, ReadRecorder reads, bool? unmask)
    {
        // The proof is over all cases: a key that is bound to some of them cannot have it.
        if (context.Caller() is { Agency: not null } or { Localities.IsEmpty: false })
            return new Problem(ProblemKind.OutOfScope);
        var isClear = unmask ?? false;
        return await (isClear ? reads.RecordUnmaskedAsync(context, null, "journal") : reads.RecordAsync(context, null, "journal")) is { } refused
            ? refused
            : TypedResults.Stream(body => export.WriteAllAsync(body, context.RequestAborted, isClear), JsonLines, "journal.jsonl");
    }

    private static async Task<IResult> ExportLogAsync(
        HttpContext context, EventLogExport export, ReadRecorder reads, string? format, DateTimeOffset? from, DateTimeOffset? to, string? procedure, string? locality)
    {
        if (ExportFormats.Find(format) is not { } known)
            return new Problem(ProblemKind.BadParameter, "format");
        if (from > to)
            return new Problem(ProblemKind.BadParameter, "to");
        var caller = context.Caller();
        if (caller.Agency is not null || CaseScope.Localities(caller, locality) is not { } localities)
            return new Problem(ProblemKind.OutOfScope);
        if (await reads.RecordAsync(context, null, "export-" + format) is { } refused)
            return refused;
        var selection = new CaseSelection { From = from, To = to, Procedure = procedure, Localities = localities };
        return TypedResults.Stream(body => export.WriteAsync(known, selection, body, context.RequestAborted), known.MediaType(), "histories" + known.Extension());
    }
}
