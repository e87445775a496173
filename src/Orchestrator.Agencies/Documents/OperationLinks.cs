using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>Ties operations of one document together and checks what they say about each other.</summary>
internal static class OperationLinks
{
    /// <summary>The operation with its links complete.</summary>
    /// <param name="operation">One of <paramref name="all"/>.</param>
    /// <param name="all">The operations that could be mapped, by id.</param>
    /// <param name="path">The operation's own path, for complaints.</param>
    /// <exception cref="DocumentFormatException">A link leads nowhere.</exception>
    public static AgencyOperation Link(AgencyOperation operation, IReadOnlyDictionary<string, AgencyOperation> all, string path)
    {
        var linked = operation;
        if (operation.Poll is { } poll)
            linked = WithPolledOutputs(operation, Polled(poll, all, new ExtensionNode(null, path + ExtensionNode.Segment("x-poll"))));
        if (linked.Compensation is { } compensation)
        {
            var node = new ExtensionNode(null, path + ExtensionNode.Segment("x-compensated-by"));
            var undo = Find(compensation.OperationId, all, node, "x-compensated-by");
            if (undo.Id == linked.Id)
                throw Member(node, "operationId").Fault($"Expected another operation than {undo.Id} itself to undo it; name the one that does.");
            CheckOutcomes(linked, compensation.Outcomes, Member(node, "outcomes"));
            CheckOutcomes(undo, compensation.Undone, Member(node, "undone"));
            linked = linked with { Compensation = compensation with { Inputs = Complete(linked, undo, compensation.Inputs, node) } };
        }

        if (linked.StatusInquiry is { } inquiry)
        {
            var node = new ExtensionNode(null, path + ExtensionNode.Segment("x-status-inquiry"));
            var asked = Find(inquiry.OperationId, all, node, "x-status-inquiry");
            foreach (var (theirs, ours) in inquiry.Comparisons)
                Check(linked, ours, Member(Member(node, "compare"), theirs));
            if (inquiry.AbsentOutcome is { } absent && !asked.Outcomes.Contains(absent))
                throw Member(node, "absent").Fault($"Expected an outcome of {asked.Id}, but it has no '{absent}'; choose one of {string.Join(", ", asked.Outcomes)}.");
            linked = linked with { StatusInquiry = inquiry with { Inputs = Complete(linked, asked, inquiry.Inputs, node) } };
        }

        return linked;
    }

    private static void CheckOutcomes(AgencyOperation operation, ImmutableArray<string> named, ExtensionNode node)
    {
        if (named.FirstOrDefault(outcome => !operation.Outcomes.Contains(outcome)) is { } unknown)
            throw node.Fault($"Expected outcomes of {operation.Id}, but it has no '{unknown}'; choose among {string.Join(", ", operation.Outcomes)}.");
    }

    private static AgencyOperation Find(string id, IReadOnlyDictionary<string, AgencyOperation> all, ExtensionNode node, string extension) =>
        all.GetValueOrDefault(id)
            ?? throw NotMapped(node, $"Expected {extension} to name an operation of this document, but '{id}' is none that could be mapped; correct it.");

    private static AgencyOperation Polled(PollRule poll, IReadOnlyDictionary<string, AgencyOperation> all, ExtensionNode node)
    {
        var polled = Find(poll.OperationId, all, node, "x-poll");
        var given = poll.Parameters.Select(parameter => parameter.Key).ToHashSet(StringComparer.Ordinal);
        if (polled.Inputs.FirstOrDefault(input => input.IsRequired && !given.Contains(input.Place.Name)) is { } missing)
            throw NotMapped(node, $"Expected x-poll.parameter to give '{missing.Place.Name}' of {polled.Id}, but it does not; add a pointer into the accepted answer.");
        return poll.Parameters.FirstOrDefault(parameter => polled.Inputs.All(input => input.Place.Name != parameter.Key)).Key is { } unknown
            ? throw NotMapped(node, $"Expected x-poll.parameter to name parameters of {polled.Id}, but it has no '{unknown}'; correct it.")
            : polled;
    }

    // Outputs that only the polled answer has are outputs of the operation as well.
    private static AgencyOperation WithPolledOutputs(AgencyOperation operation, AgencyOperation polled) => operation with
    {
        Outputs = [.. operation.Outputs, .. polled.Outputs.Where(output => operation.Outputs.All(known => known.Name != output.Name))],
    };

    // What a mapping leaves open takes the value of the same name: from the answer, else from the call.
    private static ImmutableArray<ValueMapping> Complete(
        AgencyOperation operation, AgencyOperation target, ImmutableArray<ValueMapping> given, ExtensionNode node)
    {
        foreach (var (name, origin) in given)
        {
            var place = Member(Member(node, "inputs"), name);
            if (target.Inputs.All(input => input.Place.Name != name))
                throw place.Fault($"Expected an input of {target.Id}, but it has no '{name}'; choose one of {string.Join(", ", target.Inputs.Select(input => input.Place.Name))}.");
            Check(operation, origin, place);
        }

        var complete = given.ToBuilder();
        foreach (var input in target.Inputs.Where(input => given.All(mapping => mapping.Target != input.Place.Name)))
        {
            var name = input.Place.Name;
            var pointer = "/" + Escaped(name);
            if (operation.Outputs.Any(output => output.WireName == name))
                complete.Add(new ValueMapping(name, new ValueOrigin.FromOutput(pointer)));
            else if (operation.Inputs.Any(other => other.Place.Name == name))
                complete.Add(new ValueMapping(name, new ValueOrigin.FromInput(pointer)));
            else if (input.IsRequired)
                throw Member(node, "inputs").Fault($"Expected a value for '{name}', which {target.Id} requires, but neither the call nor its answer has one of that name; add {name}: {{ input: /… }}, {{ output: /… }} or {{ value: … }}.");
        }

        return complete.ToImmutable();
    }

    private static void Check(AgencyOperation operation, ValueOrigin origin, ExtensionNode node)
    {
        switch (origin)
        {
            case ValueOrigin.FromInput(var pointer) when operation.Inputs.All(input => input.Place.Name != First(pointer)):
                throw Member(node, "input").Fault($"Expected a pointer to an input of {operation.Id}, but it has no '{First(pointer)}'; correct it.");
            case ValueOrigin.FromOutput(var pointer) when operation.Outputs.All(output => output.WireName != First(pointer)):
                throw Member(node, "output").Fault($"Expected a pointer to an output of {operation.Id}, but it has no '{First(pointer)}'; correct it.");
        }
    }

    /// <summary>The first part of a pointer: the wire name of an input or output.</summary>
    public static string First(string pointer) =>
        pointer[1..].Split('/')[0].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static ExtensionNode Member(ExtensionNode node, string name) => new(null, node.Path + ExtensionNode.Segment(name));

    private static DocumentFormatException NotMapped(ExtensionNode node, string message) => new("operation-not-mapped", node.Path, message);
}
