using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.TimeTravel;

/// <summary>A case played on the real engine in memory, with its journal as a past.</summary>
internal sealed class PlayedPast
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly ServiceProvider Services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
    private readonly Dictionary<string, CompiledWorkflow> _versions = new(StringComparer.Ordinal);

    private PlayedPast(DryRun run, CompiledWorkflow workflow)
    {
        Run = run;
        _versions[workflow.VersionId] = workflow;
    }

    public DryRun Run { get; }

    /// <summary>Names of variables that are masked.</summary>
    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    public static PlayedPast Start(string json)
    {
        var workflow = Compile(json);
        return new PlayedPast(DryRun.Start(workflow, JsonSerializer.SerializeToElement(new { }), Morning, engine: Engine), workflow);
    }

    public static CompiledWorkflow Compile(string json) =>
        Assert.IsType<CompilationResult.Compiled>(Services.GetRequiredService<WorkflowCompiler>().Compile(Encoding.UTF8.GetBytes(json))).Workflow;

    public void Know(CompiledWorkflow version) => _versions[version.VersionId] = version;

    public void Send(CaseCommand command) => Assert.Null(Run.Send(command));

    public CasePast Past() => Past(Run.Journal);

    /// <summary>A past of the start of a case and events that were written by hand.</summary>
    public static CasePast Written(IEnumerable<CaseEvent> events)
    {
        var played = Start("""{"id":"v1","definitionId":"empty","name":"empty","root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[]}}""");
        return played.Past([played.Run.Journal[0], .. events.Select(change => new DryRunEntry(Morning, change))]);
    }

    private CasePast Past(IReadOnlyList<DryRunEntry> journal)
    {
        var entries = journal.Select((entry, index) => new PastEntry(
            new JournalEntry(Run.State.CaseId, index + 1, CaseEventJson.KindOf(entry.Event), null, Actor.System, entry.At, CaseEventJson.Serialize(entry.Event), default, default),
            entry.Event));
        return new CasePast(Run.State.CaseId, [.. entries], _versions, Engine, _ => (name, value) => Secrets.Contains(name) ? JsonSerializer.SerializeToElement("•••") : value);
    }

    private static IWorkflowEngine Engine => Services.GetRequiredService<IWorkflowEngine>();
}
