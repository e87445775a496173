using System.Text.Json;

namespace Orchestrator.Workflows.Execution;

/// <summary>
/// A case as UTF-8 JSON: what a snapshot holds. Members are written in one order and keyed collections sorted, so equal cases give equal bytes.
/// </summary>
public static class CaseStateJson
{
    /// <summary>Writes a case.</summary>
    public static byte[] Serialize(CaseState state) => JsonSerializer.SerializeToUtf8Bytes(state, CaseJsonContext.Compact.CaseState);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">It is not a case.</exception>
    public static CaseState Deserialize(ReadOnlySpan<byte> utf8)
    {
        var state = JsonSerializer.Deserialize(utf8, CaseJsonContext.Compact.CaseState)
            ?? throw new JsonException("Expected a case, but found null; ignore the snapshot and replay the journal.");

        // A read dictionary compares its keys by culture; ids and names are compared byte by byte.
        return state with
        {
            Bookmarks = state.Bookmarks.WithComparers(StringComparer.Ordinal),
            Effects = state.Effects.WithComparers(StringComparer.Ordinal),
            Incidents = state.Incidents.WithComparers(StringComparer.Ordinal),
            Marks = state.Marks.WithComparers(StringComparer.Ordinal),
            Outputs = state.Outputs.WithComparers(StringComparer.Ordinal),
            LastExecutions = state.LastExecutions.WithComparers(StringComparer.Ordinal),
            FailedEffects = state.FailedEffects.WithComparers(StringComparer.Ordinal),
            Attempts = state.Attempts.WithComparers(StringComparer.Ordinal),
            Variables = state.Variables.SetItems(state.Variables.Select(v => KeyValuePair.Create(v.Key, v.Value.WithComparers(StringComparer.Ordinal)))),
        };
    }
}
