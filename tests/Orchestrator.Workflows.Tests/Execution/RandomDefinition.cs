using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using static Orchestrator.Workflows.Tests.Execution.Draw;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>A drawn definition made from random numbers, with everything that waits, joins, repeats and faults in it.</summary>
public sealed record RandomDefinition(int Seed)
{
    internal static readonly string[] Events = ["red", "green", "blue"];

    internal JsonElement Draw()
    {
        var random = new Random(Seed);
        var count = 0;
        var root = Container(random, 2, ref count);

        // Half of the definitions follow tokens; every flowchart of a definition the same way.
        var mode = random.Next(2) == 0 ? "TokenBased" : "CounterBased";
        foreach (var flowchart in Flowcharts(root)) flowchart["customProperties"] = Properties(random, new() { ["Flowchart:ExecutionMode"] = mode });
        return Workflow(root, "random", random.Next(2) == 0 ? "ContinueWithIncidentsStrategy" : null, "N:Int32:0", "T:String", "L:Object");
    }

    public override string ToString() => $"{Seed}: {Draw().GetRawText()}";

    private static Dictionary<string, object?> Any(Random random, int depth, ref int count) =>
        depth > 0 && random.Next(3) == 0 ? Container(random, depth - 1, ref count) : Leaf(random, ref count);

    private static Dictionary<string, object?>[] Some(Random random, int depth, ref int count)
    {
        var activities = new Dictionary<string, object?>[random.Next(1, 5)];
        for (var i = 0; i < activities.Length; i++) activities[i] = Any(random, depth, ref count);
        return activities;
    }

    private static IEnumerable<Dictionary<string, object?>> Flowcharts(Dictionary<string, object?> activity) =>
        ((string?)activity["type"] == "Elsa.Flowchart" ? new[] { activity } : []).Concat(activity.Values.SelectMany(Inner).SelectMany(Flowcharts));

    private static IEnumerable<Dictionary<string, object?>> Inner(object? value) => value switch
    {
        Dictionary<string, object?> { } one when one.ContainsKey("type") => [one],
        Dictionary<string, object?> part => part.Values.SelectMany(Inner),
        IEnumerable<Dictionary<string, object?>> many => many.SelectMany(one => Inner(one)),
        _ => [],
    };

    private static Dictionary<string, object?> Properties(Random random, Dictionary<string, object?> properties)
    {
        if (random.Next(4) == 0) properties["mergeMode"] = new[] { "None", "Stream", "Merge", "Converge", "Cascade", "Race" }[random.Next(6)];
        if (random.Next(8) == 0) properties["incidentStrategyType"] = random.Next(2) == 0 ? "Fault" : "ContinueWithIncidents";
        return properties;
    }

    private static Dictionary<string, object?> Container(Random random, int depth, ref int count)
    {
        var id = $"c{++count}";
        var container = Drawn(random, id, depth, ref count);
        if (random.Next(4) == 0) container["variables"] = new[] { new { id = $"v{id}", name = "T", typeName = "String", value = "inner" } };
        return container;
    }

    private static Dictionary<string, object?> Drawn(Random random, string id, int depth, ref int count)
    {
        switch (random.Next(12))
        {
            case 0: return Sequence(id, Some(random, depth, ref count));
            case 1: return Activity("Elsa.Parallel", id, ("activities", Some(random, depth, ref count)));
            case 2: return Activity("Elsa.Fork", id, ("branches", Some(random, depth, ref count)), ("joinMode", random.Next(2) == 0 ? "WaitAny" : "WaitAll"));
            case 3: return Activity("Elsa.ForEach", id, ("items", JavaScript("[1,2]")), ("body", Any(random, depth, ref count)));
            case 4: return Activity("Elsa.ParallelForEach", id, ("items", JavaScript("['a','b']")), ("body", Any(random, depth, ref count)));
            case 5: return Activity("Elsa.If", id, ("condition", JavaScript("variables.N % 2 == 0")), ("then", Any(random, depth, ref count)));
            case 6: return Machine(random, id, depth, ref count);
            case 7: return Activity(random.Next(2) == 0 ? "Elsa.FlowNode" : "Elsa.Workflow", id, ("body", Any(random, depth, ref count)), ("root", Any(random, depth, ref count)));
            case 8:
                var cases = new[] { Case("a", random, depth, ref count), Case("b", random, depth, ref count) };
                return Activity("Elsa.Switch", id, ("mode", JavaScript("variables.N > 1 ? 'MatchAny' : 'MatchFirst'")), ("cases", cases));
            default: return Chart(random, id, depth, ref count);
        }
    }

    private static Dictionary<string, object?> Case(string label, Random random, int depth, ref int count) =>
        new() { ["label"] = label, ["condition"] = new { type = "JavaScript", value = $"variables.N % 3 != {random.Next(3)}" }, ["activity"] = Any(random, depth, ref count) };

    /// <summary>Three states with transitions in any direction; one may fail to tell whether it is taken.</summary>
    private static Dictionary<string, object?> Machine(Random random, string id, int depth, ref int count)
    {
        string[] names = ["new", "open", "closed"];
        var states = names.Select(name => new Dictionary<string, object?> { ["name"] = name }).ToArray();
        foreach (var state in states)
        {
            if (random.Next(3) == 0) state["entry"] = Any(random, depth, ref count);
            if (random.Next(3) == 0) state["exit"] = Any(random, depth, ref count);
        }

        var transitions = new Dictionary<string, object?>[random.Next(1, 5)];
        for (var i = 0; i < transitions.Length; i++)
        {
            transitions[i] = new() { ["name"] = $"t{i}", ["from"] = names[random.Next(2)], ["to"] = names[random.Next(3)], ["trigger"] = Any(random, depth, ref count) };
            if (random.Next(3) == 0) transitions[i]["action"] = Any(random, depth, ref count);
            if (random.Next(3) == 0) transitions[i]["condition"] = JavaScript(random.Next(3) == 0 ? "if (variables.N > 2) throw new Error('no'); true" : "variables.N % 2 == 0");
        }

        return Activity("Elsa.StateMachine", id, ("initialState", "new"), ("states", states), ("transitions", transitions));
    }

    /// <summary>A start, activities in layers with connections forward, sometimes one back behind a decision that ends it.</summary>
    private static Dictionary<string, object?> Chart(Random random, string id, int depth, ref int count)
    {
        var activities = new List<Dictionary<string, object?>> { Activity("Elsa.Start", $"s{++count}") };
        var connections = new List<string>();
        for (var i = 1; i < random.Next(3, 8); i++)
        {
            activities.Add(random.Next(5) == 0 ? Join($"j{++count}", new[] { "WaitAny", "WaitAll", "WaitAllActive" }[random.Next(3)]) : Any(random, depth, ref count));
            activities[i]["customProperties"] = Properties(random, []);
            for (var from = random.Next(1, 3); from > 0; from--) connections.Add(Connect(activities[random.Next(i)], activities[i], random));
        }

        if (random.Next(3) == 0)
        {
            var decision = Decision($"d{++count}", "variables.N < 3");
            var last = activities[^1];
            activities.Add(decision);
            connections.Add(Connect(last, decision, random));
            connections.Add($"{decision["id"]}.True>{activities[random.Next(1, activities.Count - 1)]["id"]}");
        }

        return Flowchart(id, [.. activities], [.. connections]);
    }

    private static string Connect(Dictionary<string, object?> from, Dictionary<string, object?> to, Random random)
    {
        var port = (string?)from["type"] switch
        {
            "Elsa.FlowDecision" => random.Next(2) == 0 ? "True" : "False",
            "Agency.Test.Register" => random.Next(3) == 0 ? "Failed" : "Registered",
            "Agency.Test.Grant" => new[] { "Failed", "Granted", "Granted", "TimedOut" }[random.Next(4)],
            "Case.Compensate" => random.Next(3) == 0 ? "Failed" : "Done",
            _ => "Done",
        };
        return $"{from["id"]}.{port}>{to["id"]}";
    }

    private static Dictionary<string, object?> Start(Random random) => new() { ["canStartWorkflow"] = random.Next(2) == 0 };

    private static Dictionary<string, object?> Leaf(Random random, ref int count)
    {
        var id = $"a{++count}";
        return random.Next(23) switch
        {
            0 or 1 => Event(id, Events[random.Next(Events.Length)]),
            2 => Activity("Elsa.Delay", id, ("timeSpan", Literal("00:01:00"))),
            3 => Activity("Elsa.RunTask", id, ("taskName", Literal("check"))),
            4 or 5 => Set(id, "N", JavaScript("(variables.N || 0) + 1")),
            6 => Set(id, "T", JavaScript("newGuid() + new Date().toISOString()")),
            7 => Activity("Elsa.Fault", id, ("message", Literal("broken"))),
            8 => Set(id, "N", JavaScript("if (variables.N > 1) throw new Error('no'); 2")),
            9 => Activity("Agency.Test.Register", id, ("applicant", JavaScript("'n' + variables.N"))),
            10 => random.Next(4) switch
            {
                0 => Activity("Elsa.Break", id),
                1 => Activity("Elsa.End", id),
                2 => Activity("Elsa.Complete", id),
                _ => Activity("Agency.Test.Throw", id),
            },
            11 => Decision(id, "variables.N % 2 == 1"),
            12 => Activity("Elsa.PublishEvent", id, ("eventName", Literal("green"))),
            13 or 14 => Activity("Agency.Test.Grant", id),
            15 => Activity("Case.Compensate", id, [("onFailure", Literal(random.Next(2) == 0 ? "Wait" : "Continue")), .. random.Next(2) == 0 ? new (string, object?)[] { ("scope", Literal("case")) } : []]),
            16 => Activity("Elsa.HttpEndpoint", id, ("path", Literal("waits")), ("supportedMethods", Literal("[\"POST\"]")), ("customProperties", Start(random))),
            17 => Activity("Elsa.FlowSendHttpRequest", id, ("url", Literal("https://example.test/")), ("expectedStatusCodes", Literal("[200,404]"))),
            18 => Activity("Elsa.BulkDispatchWorkflows", id, ("workflowDefinitionId", Literal("child")), ("items", JavaScript("[1,2,3]")), ("waitForCompletion", Literal(random.Next(3) > 0)), ("childFaulted", Line(id + "f"))),
            19 => Activity("Elsa.Event", id, ("eventName", Literal("red")), ("customProperties", Start(random))),
            20 => Activity(random.Next(2) == 0 ? "Elsa.ExecuteWorkflow" : "Elsa.DispatchWorkflow", id, ("workflowDefinitionId", Literal("child")), ("waitForCompletion", Literal(random.Next(2) == 0))),
            21 => random.Next(2) == 0 ? Activity("Elsa.Timer", id, ("interval", Literal("00:05:00"))) : Activity("Elsa.Cron", id, ("cronExpression", Literal("0 0 * * *"))),
            _ => Line(id),
        };
    }
}

/// <summary>Makes random definitions with the commands that are sent to them.</summary>
public static class RandomDefinitions
{
    public static Arbitrary<RandomDefinition> Definition() => ArbMap.Default.GeneratorFor<int>().Select(seed => new RandomDefinition(seed & 0xFFFFFF)).ToArbitrary();
}
