using System.Text.Json;
using Acornima.Ast;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Jint;
using Jint.Native;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Benchmarks;

/// <summary>
/// A typical step: an event arrives, a wait ends, a variable is set, and the flow comes back to the wait. Once with a literal, once with a prepared
/// JavaScript expression; beside it the expression alone. Deciding applies each event at once; applying is measured again with what deciding wrote.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InThisProcess))]
public class StepBenchmarks
{
    private const string Expression = "(variables.Total || 0) + 5";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));
    private static readonly DeliverEvent Arrives = new("step", JsonSerializer.SerializeToElement(new { amount = 5 }));
    private readonly WorkflowEngine _engine = new();
    private (CompiledWorkflow Workflow, CaseState State) _literal;
    private (CompiledWorkflow Workflow, CaseState State) _script;
    private readonly Engine _jint = new();
    private Prepared<Script> _prepared;
    private CaseEvent[] _events = [];

    /// <summary>Compiles both workflows and brings a case of each to its wait.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _literal = Waiting("""{"type":"Literal","value":"7"}""");
        _script = Waiting($$"""{"type":"JavaScript","value":"{{Expression}}"}""");
        _jint.Execute("var variables = { Total: 7 };");
        _prepared = Engine.PrepareScript(Expression);
        _events = [.. ((Decision.Accepted)_engine.Decide(_script.Workflow, _script.State, Arrives, Now)).Events];
    }

    /// <summary>The same prepared expression in Jint alone, in an engine that is there: what no engine for workflows can be faster than.</summary>
    [Benchmark(Baseline = true)]
    public JsValue ScriptAlone() => _jint.Evaluate(in _prepared);

    /// <summary>Decide with a literal.</summary>
    [Benchmark]
    public Decision DecideLiteral() => _engine.Decide(_literal.Workflow, _literal.State, Arrives, Now);

    /// <summary>Decide with a prepared JavaScript expression.</summary>
    [Benchmark]
    public Decision DecideScript() => _engine.Decide(_script.Workflow, _script.State, Arrives, Now);

    /// <summary>Apply what the script's decision wrote, as recovery does.</summary>
    [Benchmark]
    public CaseState Apply()
    {
        var state = _script.State;
        foreach (var change in _events) state = _engine.Apply(_script.Workflow, state, state.CaseId, change);
        return state;
    }

    /// <summary>Write the events of the script's decision as journal payloads.</summary>
    [Benchmark]
    public int Serialize()
    {
        var bytes = 0;
        foreach (var change in _events) bytes += CaseEventJson.Serialize(change).Length;
        return bytes;
    }

    /// <summary>In this process: a project that BenchmarkDotNet makes would be built by this repository's rules.</summary>
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(10).WithIterationCount(20)).AddColumn(StatisticColumn.Min);
    }

    private (CompiledWorkflow Workflow, CaseState State) Waiting(string expression)
    {
        var json = $$$"""
            {"id":"step-v1","definitionId":"step","version":1,"variables":[{"id":"v","name":"Total","typeName":"Int32","value":"0"}],
            "root":{"id":"F","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"E","type":"Elsa.Event","version":1,"eventName":{"expression":{"type":"Literal","value":"step"}},"customProperties":{"canStartWorkflow":true}},
              {"id":"S","type":"Elsa.SetVariable","version":1,"variable":{"id":"v","name":"Total"},"value":{"expression":{{{expression}}} } }],
            "connections":[{"source":{"activity":"E","port":"Done"},"target":{"activity":"S","port":"In"}},{"source":{"activity":"S","port":"Done"},"target":{"activity":"E","port":"In"}}]}}
            """;
        var compiler = new WorkflowCompiler(new ActivityCatalog([new BuiltInActivities()]), ExpressionLanguages.All);
        var workflow = ((CompilationResult.Compiled)compiler.Compile(System.Text.Encoding.UTF8.GetBytes(json))).Workflow;
        var id = CaseId.New(Now);
        var started = new CaseStarted("step", "step-v1", 1, JsonSerializer.SerializeToElement(new { }), null, null, null);
        var state = _engine.Apply(workflow, null, id, started);
        return (workflow, ((Decision.Accepted)_engine.Decide(workflow, state, new Continue(), Now)).State);
    }
}
