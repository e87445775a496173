using System.Text.Json;
using Orchestrator.Cases;
using Orchestrator.Cases.Activities;
using Orchestrator.Cases.Identifiers;
using Orchestrator.Cases.Projections;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Exports;

/// <summary>Tells the entries of one case, one after the other. Pure; remembers no more than what the case has open.</summary>
internal sealed class TraceFold
{
    private readonly Dictionary<long, (string Id, string Name, string Type)> _runs = [];
    private readonly Dictionary<string, (long ExecutionId, string? Task, string? Agency)> _waits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long ExecutionId, string? Agency)> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long?> _incidents = new(StringComparer.Ordinal);

    /// <summary>The case, from its first entry. Of an erased one its id is left.</summary>
    public static TracedCase CaseOf(JournalEntry first, Pseudonyms pseudonyms)
    {
        if (first.Reading == EntryReading.Erased) return new TracedCase(first.CaseId, null, "", null, null, []);
        var started = first.Event() as CaseStarted
            ?? throw new InvalidOperationException($"Expected the journal of case {first.CaseId} to begin with {nameof(CaseStarted)}, but it begins with {first.Kind}; verify its chain.");
        var input = CaseInput.From(started.Input);
        var persons = new List<TracedPerson>();
        if (input is not null) Find(input.Application, "application", persons, pseudonyms);
        return new TracedCase(first.CaseId, input?.DossierNumber, started.DefinitionId, input?.ProcedureCode, input?.Locality, [.. persons.Distinct()]);
    }

    /// <summary>The next entry. Of an erased one what stands beside its payload is left.</summary>
    public TraceEvent Next(JournalEntry entry)
    {
        var told = new TraceEvent
        {
            Sequence = entry.Sequence,
            At = entry.At,
            Kind = entry.Kind,
            Actor = entry.Actor.ToString(),
            ActivityId = entry.ActivityId,
            Transition = "unknown",
            Hash = Convert.ToHexStringLower(entry.Hash.Span),
        };
        if (entry.Reading == EntryReading.Erased) return told;
        return entry.Event() switch
        {
            ActivityStarted one => Begin(one, told),
            ActivityCompleted one => Of(one.ExecutionId, told) with { Transition = "complete", Outcome = one.Outcomes.IsDefaultOrEmpty ? null : one.Outcomes[0] },
            ActivityFaulted one => Of(one.ExecutionId, told) with { Transition = "ate_abort", Outcome = one.Fault.Code },
            ActivityCanceled one => Of(one.ExecutionId, told) with { Transition = "withdraw" },
            BookmarkCreated one => Wait(one.Bookmark, told),
            BookmarkRemoved one when _waits.Remove(one.BookmarkId, out var wait) =>
                Of(wait.ExecutionId, told) with { Transition = "resume", Task = wait.Task, Agency = wait.Agency, Outcome = one.End.ToString() },
            EffectRequested one => Ask(one.Effect, told),
            EffectAttempted one when _effects.TryGetValue(one.EffectId, out var effect) => Of(effect.ExecutionId, told) with
            {
                Agency = effect.Agency,
                Outcome = one.Attempt.Class,
                Status = one.Attempt.Status,
                DurationMs = one.Attempt.DurationMs,
            },
            EffectSettled one when _effects.Remove(one.EffectId, out var effect) => Of(effect.ExecutionId, told) with { Agency = effect.Agency, Outcome = one.End.ToString() },
            MarkRecorded one => (one.ExecutionId is { } run ? Of(run, told) : told) with
            {
                Document = one.Name.StartsWith(CaseMarks.PartPrefix, StringComparison.Ordinal) ? one.Name[CaseMarks.PartPrefix.Length..] : null,
                Outcome = one.Data.Text("outcome") ?? one.Data.Text("status"),
            },
            IncidentOpened one => Incident(one.Incident, told),
            IncidentResolved one => (_incidents.Remove(one.IncidentId, out var run) && run is { } id ? Of(id, told) : told) with { Outcome = one.Resolution.ToString() },
            CaseStatusChanged one => told with { Outcome = one.SubStatus.ToString() },
            _ => told,
        };
    }

    private TraceEvent Begin(ActivityStarted started, TraceEvent told)
    {
        _runs[started.ExecutionId] = (started.ActivityId, started.Name ?? started.ActivityId, started.Type);
        return Of(started.ExecutionId, told) with { Transition = "start" };
    }

    private TraceEvent Of(long executionId, TraceEvent told) => _runs.TryGetValue(executionId, out var run)
        ? told with { ExecutionId = executionId, ActivityId = run.Id, Activity = run.Name, ActivityType = run.Type }
        : told with { ExecutionId = executionId };

    private TraceEvent Wait(Bookmark bookmark, TraceEvent told)
    {
        var holder = CaseFileProjection.HolderOf(bookmark, WaitPayload.From(bookmark.Payload));
        var wait = (bookmark.ExecutionId, Task: bookmark.Kind == BookmarkKind.Task ? bookmark.Id : null, Agency: holder.Kind == "agency" ? holder.Code : null);
        _waits[bookmark.Id] = wait;
        return Of(bookmark.ExecutionId, told) with { Transition = "suspend", Task = wait.Task, Agency = wait.Agency };
    }

    private TraceEvent Ask(Effect effect, TraceEvent told)
    {
        _effects[effect.Id] = (effect.ExecutionId, effect.Payload.Text("agency"));
        return Of(effect.ExecutionId, told) with { Transition = "schedule", Agency = effect.Payload.Text("agency"), Outcome = effect.Payload.Text("operation") ?? effect.Kind };
    }

    private TraceEvent Incident(Incident incident, TraceEvent told)
    {
        _incidents[incident.Id] = incident.ExecutionId;
        return (incident.ExecutionId is { } run ? Of(run, told) : told) with { Outcome = incident.Fault.Code };
    }

    /// <summary>Persons are the members of an application that hold a personal number.</summary>
    private static void Find(JsonElement value, string name, List<TracedPerson> found, Pseudonyms pseudonyms)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { Length: 12 } text && PersonalId.TryParse(text, out _))
                        found.Add(new TracedPerson(pseudonyms.Of(text), name));
                    else Find(member.Value, member.Name, found, pseudonyms);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Find(item, name, found, pseudonyms);
                break;
        }
    }
}
