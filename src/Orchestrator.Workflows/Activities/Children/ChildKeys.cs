using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Children;

/// <summary>
/// Idempotency keys of child cases: <c>&lt;case&gt;-d&lt;first run of the activity&gt;-&lt;hash of what the child is started with&gt;-&lt;number&gt;</c>. A run that repeats
/// another one asks for the same children under the same keys, so that none is started twice; what it asks for differently is another child.
/// </summary>
internal sealed class ChildKeys(ExecutionTurn turn)
{
    private readonly long _first = turn.RunsBehind.Last().Id;
    private readonly Dictionary<string, int> _equal = new(StringComparer.Ordinal);

    /// <summary>The key of the next child.</summary>
    /// <param name="definition">What is started.</param>
    /// <param name="input">Its inputs.</param>
    /// <param name="correlationId">Its correlation id, or null.</param>
    /// <param name="given">How many children of these values are not to be found again, because they were cancelled.</param>
    public string Next(string definition, JsonElement input, string? correlationId, int given = 0)
    {
        var started = Json.Object(("definitionId", definition), ("input", input), ("correlationId", correlationId));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(started.GetRawText())).AsSpan(0, 16));
        var number = _equal[hash] = _equal.GetValueOrDefault(hash, given) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{turn.CaseId}-d{_first}-{hash}-{number}");
    }
}
