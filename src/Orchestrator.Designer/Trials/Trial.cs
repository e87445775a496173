using System.Text.Json;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Trials;

/// <summary>
/// A procedure tried on the real engine: agencies answer from their documents or as the person chooses, time moves only when told. It has no way to a database,
/// an agency or the journal. Not safe for concurrent use.
/// </summary>
internal sealed class Trial
{
    /// <summary>How many answers one go may give, so that a loop without an end stops.</summary>
    public const int MostAnswersAtOnce = 1_000;

    private static readonly TimeSpan UsualAnswerTime = TimeSpan.FromMinutes(1);

    private readonly DryRun _run;
    private readonly IActivityCatalog _catalog;
    private readonly ITrialAgencies _agencies;
    private long _seed;

    private Trial(DryRun run, IActivityCatalog catalog, ITrialAgencies agencies, long seed) => (_run, _catalog, _agencies, _seed) = (run, catalog, agencies, seed);

    /// <summary>The version that is tried.</summary>
    public CompiledWorkflow Workflow => _run.Workflow;

    /// <summary>The tried case.</summary>
    public CaseState State => _run.State;

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now => _run.Now;

    /// <summary>Everything that happened.</summary>
    public IReadOnlyList<DryRunEntry> Journal => _run.Journal;

    /// <summary>The port that an agency's operation leads to, by activity id; without one the document's first.</summary>
    public Dictionary<string, string> Chosen { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts a case and runs it to its first wait.</summary>
    public static Trial Start(CompiledWorkflow workflow, JsonElement input, DateTimeOffset at, IActivityCatalog catalog, ITrialAgencies agencies, long seed = 1)
    {
        var trial = new Trial(DryRun.Start(workflow, input, at, new CaseId(new Guid(0, 0, 0, [.. BitConverter.GetBytes(seed).Reverse()]))), catalog, agencies, seed);
        trial.DoQuietEffects();
        return trial;
    }

    /// <summary>What the case waits for, in the order in which the waits began.</summary>
    public IReadOnlyList<TrialWait> Waits => [.. State.Bookmarks.Values.OrderBy(bookmark => bookmark.ExecutionId).Select(Wait)];

    /// <summary>The runs of activities so far, in order.</summary>
    public IReadOnlyList<TrialStep> Steps => TrialSteps.Of(_run);

    /// <summary>Lets something happen at a wait.</summary>
    /// <returns>Why it cannot happen, or null.</returns>
    public string? Answer(string bookmarkId, TrialAnswer answer)
    {
        if (!State.Bookmarks.TryGetValue(bookmarkId, out var bookmark)) return "Expected the case to wait for this, but it does not any more; look at what it waits for now.";
        if (answer is TrialAnswer.Deadline)
        {
            if (bookmark.DueAt is not { } due) return "Expected the wait to have a deadline, but it has none; answer it.";
            _run.MoveTo(due);
            DoQuietEffects();
            return null;
        }

        if (Command(bookmark, answer) is not { } command) return "Expected an answer that fits what the case waits for, but got another kind; choose one of those offered.";
        _run.MoveTo(Now + UsualAnswerTime);
        if (!State.Bookmarks.ContainsKey(bookmarkId)) return "Expected the case to wait long enough for the answer, but its time ran out first.";
        var rejected = _run.Send(command);
        DoQuietEffects();
        return rejected?.Message;
    }

    /// <summary>Answers agencies and lets timers pass until a person is needed or the case has ended.</summary>
    /// <param name="passesTime">True to let also deadlines of signals and tasks pass.</param>
    public void RunOn(bool passesTime = false)
    {
        for (var answers = 0; answers < MostAnswersAtOnce && State.Incidents.IsEmpty; answers++)
        {
            var waits = Waits;
            if (waits.FirstOrDefault(wait => wait.Kind is BookmarkKind.Effect or BookmarkKind.Child) is { } asked)
            {
                var answer = asked.Kind == BookmarkKind.Child ? new TrialAnswer.ChildEnd(CaseSubStatus.Finished, Empty) : (TrialAnswer)new TrialAnswer.Reply(Chosen.GetValueOrDefault(asked.ActivityId), null);
                if (Answer(asked.BookmarkId, answer) is not null) return;
            }
            else if (waits.Where(wait => wait.DueAt is not null && (passesTime || wait.Kind == BookmarkKind.Timer)).MinBy(wait => wait.DueAt) is { } timer
                && (passesTime || waits.All(wait => wait.Kind == BookmarkKind.Timer)))
            {
                if (Answer(timer.BookmarkId, new TrialAnswer.Deadline()) is not null) return;
            }
            else
            {
                return;
            }
        }
    }

    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private CaseCommand? Command(Bookmark bookmark, TrialAnswer answer) => (bookmark.Kind, answer) switch
    {
        (BookmarkKind.Effect, TrialAnswer.Reply reply) when _run.EffectOf(bookmark) is { } effect => Complete(effect, bookmark, reply),
        (BookmarkKind.Effect, TrialAnswer.Failure failure) when _run.EffectOf(bookmark) is { } effect =>
            new FailEffect(effect.Id, new Fault(failure.Code, "Expected an answer, but in this trial the agency fails for good."), null),
        (BookmarkKind.Task, TrialAnswer.TaskResult result) => new CompleteTask(bookmark.Id, result.Result),
        (BookmarkKind.Event, TrialAnswer.Signal signal) => new DeliverEvent(bookmark.Name ?? "", signal.Payload),
        (BookmarkKind.Child, TrialAnswer.ChildEnd end) => new CompleteChild(bookmark.Id, new CaseId(Guid.Empty), end.SubStatus, end.Output),
        _ => null,
    };

    private CompleteEffect Complete(Effect effect, Bookmark bookmark, TrialAnswer.Reply reply)
    {
        var made = reply.Outputs is null && effect.Kind == EffectKinds.AgencyOperation ? _agencies.Answer(effect.Payload, reply.Outcome, ++_seed) : null;
        var outcome = reply.Outcome ?? made?.Outcome ?? (Wait(bookmark).Outcomes is [var first, ..] ? first : null);
        return new CompleteEffect(effect.Id, outcome, reply.Outputs ?? made?.Outputs, null);
    }

    /// <summary>Effects that nobody waits for are done at once: what a case publishes reaches itself, and its parent is nobody.</summary>
    private void DoQuietEffects()
    {
        for (var done = 0; done < MostAnswersAtOnce; done++)
        {
            var quiet = State.Effects.Values.Where(effect => effect.BookmarkId is not { } id || (State.Bookmarks.TryGetValue(id, out var bookmark) && bookmark.Kind == BookmarkKind.Child))
                .OrderBy(effect => effect.Id.Length).ThenBy(effect => effect.Id, StringComparer.Ordinal).FirstOrDefault();
            if (quiet is null) return;
            _run.Send(new CompleteEffect(quiet.Id, null, null, null));
            if (quiet.Kind == EffectKinds.PublishEvent && quiet.Payload.TryGetProperty("eventName", out var name) && name.GetString() is { } published)
                _run.Send(new DeliverEvent(published, quiet.Payload.TryGetProperty("payload", out var payload) ? payload : null));
        }
    }

    private TrialWait Wait(Bookmark bookmark)
    {
        var node = Workflow.Definition?.Activities.FirstOrDefault(one => one.NodeId == bookmark.NodeId);
        return new TrialWait(
            bookmark.Id, bookmark.ActivityId, node?.Label ?? bookmark.ActivityId, bookmark.Kind, bookmark.Name, bookmark.DueAt,
            bookmark.Kind == BookmarkKind.Task ? Options(bookmark.Payload) : node is null ? [] : PortsOf(node.Type, node.Version), bookmark.Payload);
    }

    /// <summary>The ports that an activity of a type can take.</summary>
    public IReadOnlyList<string> PortsOf(string type, int version) =>
        _catalog.TryGet(type, version, out var entry) ? [.. entry.Descriptor.Ports.Where(port => !port.IsEmbedded).Select(port => port.Name).DefaultIfEmpty("Done")] : ["Done"];

    private static List<string> Options(JsonElement? payload) =>
        payload is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Array
            ? [.. options.EnumerateArray().Select(option => option.ValueKind == JsonValueKind.String ? option.GetString()! : option.TryGetProperty("value", out var value) ? value.ToString() : option.ToString())]
            : [];
}
