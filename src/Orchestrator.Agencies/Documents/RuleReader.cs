using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads the extensions that tie a call to other calls: <c>x-compensated-by</c>, <c>x-status-inquiry</c>, <c>x-status-order</c>.</summary>
internal static class RuleReader
{
    /// <summary>An <c>operationId</c>, or <c>{operationId, inputs, outcomes, undone}</c>.</summary>
    public static CompensationRule? Compensation(ExtensionNode node)
    {
        if (node.IsMissing)
            return null;
        if (!node.IsObject)
            return new CompensationRule(node.Text(), [], [], []);
        node.Only("operationId", "inputs", "outcomes", "undone");
        return new CompensationRule(node["operationId"].Text(), Mappings(node["inputs"]), Texts(node["outcomes"]), Texts(node["undone"]));
    }

    /// <summary><c>{operationId, inputs, compare, absent}</c>.</summary>
    public static StatusInquiryRule? Inquiry(ExtensionNode node)
    {
        if (node.IsMissing)
            return null;
        node.Only("operationId", "inputs", "compare", "absent");
        ImmutableArray<StatusComparison> comparisons = node["compare"].IsMissing ? [] :
            [.. node["compare"].Members().Select(member => new StatusComparison(Pointer(member.Value with { Node = member.Key }), Origin(member.Value)))];
        return new StatusInquiryRule(
            node["operationId"].Text(), Mappings(node["inputs"]),
            comparisons.IsEmpty ? throw node["compare"].Wrong("at least one pair of a pointer into their answer and our value, such as /number: { output: /number }") : comparisons,
            node["absent"].IsMissing ? null : node["absent"].Text());
    }

    /// <summary><c>{input, order, per}</c>.</summary>
    public static StatusOrderRule? StatusOrder(ExtensionNode node, ImmutableArray<OperationInput> inputs)
    {
        if (node.IsMissing)
            return null;
        node.Only("input", "order", "per");
        var carrier = Input(node["input"], inputs);
        var order = ImmutableArray.CreateBuilder<JsonElement>();
        foreach (var item in node["order"].Items())
        {
            var value = JsonSerializer.SerializeToElement(item.Node);
            if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                throw item.Wrong("a text or a number");
            if (!carrier.Value.Choices.IsEmpty && !carrier.Value.Choices.Contains(value.ToString()))
                throw item.Wrong($"one of the values of '{carrier.Place.Name}': {string.Join(", ", carrier.Value.Choices)}");
            if (order.Any(other => other.ToString() == value.ToString()))
                throw item.Fault($"Expected every status once, but {value} is there twice; remove one.");
            order.Add(value);
        }

        return new StatusOrderRule(
            carrier.Place.Name,
            order.Count > 1 ? order.ToImmutable() : throw node["order"].Wrong("two statuses or more"),
            node["per"].IsMissing ? null : Input(node["per"], inputs).Place.Name);
    }

    private static OperationInput Input(ExtensionNode name, ImmutableArray<OperationInput> inputs) =>
        inputs.FirstOrDefault(input => input.Place.Name == name.Text())
            ?? throw name.Fault($"Expected the name of an input of the operation, but there is no '{name.Text()}'; choose one of {string.Join(", ", inputs.Select(input => input.Place.Name))}.");

    private static ImmutableArray<string> Texts(ExtensionNode node) => node.IsMissing ? [] : [.. node.OneOrMore().Select(item => item.Text())];

    private static ImmutableArray<ValueMapping> Mappings(ExtensionNode node) =>
        node.IsMissing ? [] : [.. node.Members().Select(member => new ValueMapping(member.Key, Origin(member.Value)))];

    private static ValueOrigin Origin(ExtensionNode node)
    {
        ImmutableArray<KeyValuePair<string, ExtensionNode>> members = [.. node.Only("input", "output", "value").Members()];
        return members is [var (kind, value)]
            ? kind switch
            {
                "input" => new ValueOrigin.FromInput(Pointer(value)),
                "output" => new ValueOrigin.FromOutput(Pointer(value)),
                _ => new ValueOrigin.Fixed(JsonSerializer.SerializeToElement(value.Node)),
            }
            : throw node.Wrong("exactly one of input, output, value");
    }

    private static string Pointer(ExtensionNode node) =>
        node.Text() is ['/', _, ..] pointer && JsonPointer.IsValid(pointer) ? pointer : throw node.Wrong("a JSON pointer such as /registerNumber");
}
