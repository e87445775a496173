using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Audit.Reads;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Histories of cases: page by page, as of a moment, and live.</summary>
internal static class HistoryEndpoints
{
    private const int LargestLimit = 1000;
    private const int UsualLimit = 200;
    private const string EntryEvent = "entry", EventsWord = "events";

    /// <summary>Maps <c>/cases/{number}/history</c> and <c>/events</c>.</summary>
    public static void MapHistory(this RouteGroupBuilder api)
    {
        var history = api.MapGroup("/cases/{number}").WithTags("History");
        history.MapGet("/history", ReadAsync).WithName("GetHistory").For(Permission.ReadCases).RecordsReads().Fails(ProblemKind.BadParameter, ProblemKind.CaseNotFound, ProblemKind.PurposeRequired)
            .WithSummary("Lists every journal entry of a case, oldest first.")
            .WithDescription("With 'at' only the entries up to that moment, and beside them the case as it was then: its page, its variables, and where it stood on the diagram. "
                + "With 'from' and 'to' only the entries between those moments, and beside them what became different. Sensitive values are masked; with 'unmask' they are shown to whoever may see them and says what for, and that is recorded. Of an erased case the entries are left without their data.");
        history.MapGet("/reads", ReadsAsync).WithName("ListReads").For(Permission.SeeReaders).Fails(ProblemKind.BadParameter, ProblemKind.CaseNotFound)
            .WithSummary("Lists who read a case, when and what for, oldest first; exports of all cases are among them.");
        history.MapGet("/events", FollowAsync).WithName("FollowCase").For(Permission.ReadCases).RecordsReads().Fails(ProblemKind.BadParameter, ProblemKind.CaseNotFound)
            .Produces<HistoryEntry>(contentType: "text/event-stream")
            .DisableRequestTimeout()
            .WithSummary("Streams journal entries as server-sent events, from the beginning or after Last-Event-ID.")
            .WithDescription("Each event is named 'entry', carries one journal entry as JSON, and has its sequence number as id. An idle stream sends a comment now and then.");
    }

    private static async Task<Results<Ok<CaseHistory>, Problem>> ReadAsync(
        string number, HttpContext context, CaseScope scope, CaseFileReader reader, CasePasts pasts, ReadRecorder reads, DateTimeOffset? at,
        DateTimeOffset? from, DateTimeOffset? to, bool? unmask, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit, LargestLimit) is { } refused)
            return refused;
        if (!TryReadSequence(cursor, out var after))
            return new Problem(ProblemKind.BadParameter, "cursor");
        if (at is not null && (from ?? to) is not null)
            return new Problem(ProblemKind.BadParameter, "at");
        if (from is null != to is null || from > to)
            return new Problem(ProblemKind.BadParameter, "to");
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        var isUnmasked = unmask ?? false;
        if (await (isUnmasked ? reads.RecordUnmaskedAsync(context, file.CaseId, "history") : reads.RecordAsync(context, file.CaseId, "history")) is { } unclear)
            return unclear;
        var size = limit ?? UsualLimit;
        var past = (at ?? to) is null ? null : await pasts.FindAsync(file.CaseId, context.RequestAborted, isUnmasked);
        if (past is not null && from is { } earlier)
            after = Math.Max(after, past.SequenceAt(earlier));
        var entries = await reader.HistoryAsync(number, after, size, context.RequestAborted, isUnmasked) ?? [];
        var shown = (at ?? to) is { } last ? [.. entries.TakeWhile(entry => entry.At <= last)] : entries;
        var next = entries.Count == size && shown.Count == size ? shown[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new CaseHistory(
            shown, next, at, at is { } moment ? await reader.AtAsync(number, moment, context.RequestAborted) : null, at is { } asked ? past?.At(asked) : null,
            from is { } begin && to is { } end ? past?.Between(begin, end) : null));
    }

    private static async Task<Results<Ok<Page<ReadView>>, Problem>> ReadsAsync(
        string number, HttpContext context, CaseScope scope, ReadHistory history, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        if (!TryReadSequence(cursor, out var skip) || skip > int.MaxValue)
            return new Problem(ProblemKind.BadParameter, "cursor");
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        var size = limit ?? Paging.UsualLimit;
        var reads = await history.ListAsync(file.CaseId, (int)skip, size, context.RequestAborted);
        return TypedResults.Ok(new Page<ReadView>(reads, reads.Count == size ? (skip + size).ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> FollowAsync(
        string number, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, HttpContext context, CaseScope scope, CaseFileReader reader,
        ReadRecorder reads, IHostApplicationLifetime lifetime)
    {
        if (!TryReadSequence(lastEventId, out var after))
            return new Problem(ProblemKind.BadParameter, "Last-Event-ID");
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file
            || await reader.FollowAsync(number, after, context.RequestAborted) is not { } entries)
            return new Problem(ProblemKind.CaseNotFound, number);
        if (await reads.RecordAsync(context, file.CaseId, EventsWord) is { } unclear)
            return unclear;
        return new EventStream<HistoryEntry>(entries, EntryEvent, entry => entry.Sequence, lifetime.ApplicationStopping);
    }

    internal static bool TryReadSequence(string? text, out long sequence)
    {
        sequence = 0;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}

/// <summary>A part of a case's history.</summary>
/// <param name="Items">Entries, oldest first.</param>
/// <param name="Next">Cursor of the next part, or null at the end.</param>
/// <param name="At">The moment that was asked for, or null.</param>
/// <param name="Case">The page of the case as it was at that moment; null when no moment was asked for or it did not exist then.</param>
/// <param name="Moment">Variables and places on the diagram at that moment; null likewise.</param>
/// <param name="Difference">What became different between two moments; null when they were not asked for or the case did not exist at the later one.</param>
public sealed record CaseHistory(
    IReadOnlyList<HistoryEntry> Items, string? Next, DateTimeOffset? At, CaseFile? Case, CaseMoment? Moment, MomentDifference? Difference);
