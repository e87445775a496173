using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Workflows.Tests.Fuzzing;

/// <summary>
/// Whatever bytes are imported: the reader, the compiler, the linter and a case of what compiles neither crash nor hang nor eat the machine. A fixed number of
/// mutations from fixed seeds; a failure names the seed and the bytes.
/// </summary>
public sealed class DefinitionFuzzTests
{
    private const long Much = 400L * 1024 * 1024;
    private const int Turns = 40;

    // A case may meet a script without end in each of a few turns, each stopped after 0.75 s; the rest is room for a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(7));
    private static readonly WorkflowCompiler Compiler = new(new ActivityCatalog([new BuiltInActivities()]), ExpressionLanguages.All);
    private static readonly WorkflowEngine Engine = new(new WorkflowEngineOptions { MaxActivitiesPerTurn = 200, MaxActivitiesWithoutWait = 1_000 });
    private static readonly byte[][] Corpus = [.. Captured().Concat(Recorded())];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_definition_with_parts_changed_lost_or_misplaced_is_refused_or_runs_within_bounds(int round) =>
        Try(round, 700, (mutations, original) => mutations.OfTree(original));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_damaged_file_is_refused_or_runs_within_bounds(int round) =>
        Try(round, 700, (mutations, original) => mutations.OfBytes(original));

    [Fact]
    public void Bytes_that_are_no_definition_are_refused() => Try(7, 2_000, (mutations, _) => mutations.Bytes());

    private static void Try(int round, int count, Func<Mutations, byte[], byte[]> make)
    {
        for (var i = 0; i < count; i++)
        {
            var seed = (round * 100_000) + i;
            var bytes = make(new Mutations(seed), Corpus[seed % Corpus.Length]);
            var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                Take(bytes);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}: {exception}\n{Encoding.UTF8.GetString(bytes)}");
            }

            Assert.True(watch.Elapsed < Soon, $"Seed {seed} took {watch.Elapsed}\n{Encoding.UTF8.GetString(bytes)}");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < Much, $"Seed {seed} allocated {allocated:N0} bytes\n{Encoding.UTF8.GetString(bytes)}");
        }
    }

    /// <summary>All that happens to an uploaded file, and a case of it that is carried on by whatever it waits for.</summary>
    private static void Take(byte[] bytes)
    {
        if (DefinitionReader.Read(bytes) is not DefinitionReading.Read { Definition: var definition }) return;
        DefinitionWriter.Write(definition);
        if (Compiler.Compile(definition) is CompilationResult.Compiled { Workflow: var workflow })
        {
            _ = WorkflowLinter.Check(workflow);
            Carry(workflow);
        }

        // What is refused may have been published before it was.
        else if (Compiler.CompileStored(definition, definition.DefinitionId ?? "d", "v", 1) is CompilationResult.Compiled { Workflow: var stored }) Carry(stored);
    }

    private static void Carry(CompiledWorkflow workflow)
    {
        var id = new CaseId(new Guid(1, 0, 0, new byte[8]));
        var state = Engine.Apply(workflow, null, id, new CaseStarted(workflow.DefinitionId, workflow.VersionId, workflow.Version, JsonSerializer.SerializeToElement(new { }), null, null, null));
        CaseCommand? next = new Continue();
        for (var turn = 0; turn < Turns && next is not null; turn++)
        {
            if (Engine.Decide(workflow, state, next, Now) is not Decision.Accepted accepted) return;
            var replayed = accepted.Events.Aggregate(state, (before, change) => Engine.Apply(workflow, before, id, CaseEventJson.Deserialize(CaseEventJson.Serialize(change))));
            Assert.Equal(CaseStateJson.Serialize(accepted.State), CaseStateJson.Serialize(replayed));
            state = accepted.State;
            next = accepted.MustContinue ? new Continue() : Answer(state);
            AssertNotStuck(state);
        }
    }

    /// <summary>A case that goes on has work, waits for something, or has an incident with an owner.</summary>
    private static void AssertNotStuck(CaseState state) => Assert.True(
        state.Status == CaseStatus.Finished || !state.Bookmarks.IsEmpty || !state.Effects.IsEmpty || state.Incidents.Values.Any(incident => incident.Owner.Length > 0) || !state.Scheduled.IsEmpty,
        "The case is stuck without an owner: " + Encoding.UTF8.GetString(CaseStateJson.Serialize(state)));

    private static CaseCommand? Answer(CaseState state) => state.Bookmarks.Values.OrderBy(bookmark => bookmark.Id.Length).ThenBy(bookmark => bookmark.Id, StringComparer.Ordinal).FirstOrDefault() switch
    {
        { Kind: BookmarkKind.Event, Name: { } name } => new DeliverEvent(name, JsonSerializer.SerializeToElement(new { answer = 42 })),
        { Kind: BookmarkKind.Task, Id: var id } => new CompleteTask(id, JsonSerializer.SerializeToElement("yes")),
        { DueAt: not null, Id: var id } => new FireTimer(id),
        { Kind: BookmarkKind.Effect } when state.Effects.Values.FirstOrDefault() is { } effect => new CompleteEffect(effect.Id, null, null, null),
        _ => null,
    };

    private static IEnumerable<byte[]> Captured() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Captured"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    private static IEnumerable<byte[]> Recorded() =>
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "ElsaCases"), "*.json").Order(StringComparer.Ordinal)
        let definition = JsonNode.Parse(File.ReadAllBytes(file))!["definition"]
        where definition is not null
        select Encoding.UTF8.GetBytes(definition.ToJsonString());
}
