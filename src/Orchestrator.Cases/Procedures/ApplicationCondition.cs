using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Cases.Procedures;

/// <summary>Says for which applications a limit or a part counts: <c>{"pointer": "/bundle", "equals": [3, 4]}</c>.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the application.</param>
/// <param name="Values">The value there must be one of these.</param>
public sealed record ApplicationCondition(string Pointer, ImmutableArray<JsonElement> Values)
{
    /// <summary>True when the application meets the condition; what is not there meets none.</summary>
    public bool Holds(JsonElement application) =>
        JsonPointer.TryFind(application, Pointer, out var found) && Values.Any(value => JsonElement.DeepEquals(value, found));
}
