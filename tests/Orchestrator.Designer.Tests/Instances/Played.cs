using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Designer.Instances;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Tests.Instances;

/// <summary>A case played on the real engine, with its journal as a store would give it.</summary>
internal sealed class Played
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));

    private Played(DryRun run) => Run = run;

    public DryRun Run { get; }

    public CaseState State => Run.State;

    public CompiledWorkflow Workflow => Run.Workflow;

    public IReadOnlyList<JournalEntry> Journal => [.. Run.Journal.Select(Entry)];

    public CaseHead Head => new(
        State.CaseId, State.Status, State.SubStatus, Workflow.DefinitionId, Workflow.VersionId, Workflow.Version, State.CorrelationId, State.Name, null,
        State.Incidents.Count, Start, Run.Now, State.Status == CaseStatus.Finished ? Run.Now : null);

    /// <summary>Compiles a definition and starts a case of it.</summary>
    public static Played Of(string root, object? input = null, string variables = "[]")
    {
        var compiler = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider().GetRequiredService<WorkflowCompiler>();
        var json = $$"""{"id":"watched:1","definitionId":"watched","name":"Watched","version":1,"variables":{{variables}},"inputs":[],"outputs":[],"root":{{root}}}""";
        var compiled = compiler.Compile(System.Text.Encoding.UTF8.GetBytes(json)) switch
        {
            CompilationResult.Compiled good => good.Workflow,
            var refused => throw new InvalidOperationException(refused.ToString()),
        };
        return new Played(DryRun.Start(compiled, JsonSerializer.SerializeToElement(input ?? new { }), Start, new CaseId(Guid.Parse("01994fbc-0000-7000-8000-000000000001"))));
    }

    public InstanceMask Mask(bool hidesTexts = false, params string[] sensitive)
    {
        var schema = JsonSerializer.SerializeToElement(new { properties = sensitive.ToDictionary(name => name, _ => new Dictionary<string, object> { ["x-sensitive"] = true }) });
        return new InstanceMask(new CaseMask(new SensitivePaths(schema), Workflow), hidesTexts);
    }

    private JournalEntry Entry(DryRunEntry entry, int index) => new(
        State.CaseId, index + 1, CaseEventJson.KindOf(entry.Event), ActivityOf(entry.Event), Actor.System, entry.At, CaseEventJson.Serialize(entry.Event), default, default);

    private string? ActivityOf(CaseEvent change) => change switch
    {
        ActivityStarted started => started.ActivityId,
        ActivityCompleted completed => State.Executions[completed.ExecutionId].ActivityId,
        ActivityFaulted faulted => State.Executions[faulted.ExecutionId].ActivityId,
        ActivityCanceled canceled => State.Executions[canceled.ExecutionId].ActivityId,
        BookmarkCreated created => created.Bookmark.ActivityId,
        IncidentOpened opened => opened.Incident.ActivityId,
        _ => null,
    };
}
