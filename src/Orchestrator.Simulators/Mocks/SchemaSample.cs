using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Makes up a value that a JSON Schema accepts, for example an application for a dry run. Pure: the same seed gives the same value.</summary>
public static class SchemaSample
{
    /// <summary>Makes one.</summary>
    /// <param name="schema">The schema; references lead into itself.</param>
    /// <param name="seed">Decides what is made up where the schema has no example.</param>
    public static JsonNode? Of(JsonElement schema, long seed) =>
        JsonObject.Create(schema) is { } root ? new ValueMaker(new SchemaTree(root)).Make(root, new Dice(seed, ""), isAnswer: false) : null;
}
