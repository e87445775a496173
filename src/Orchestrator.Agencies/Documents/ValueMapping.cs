using System.Text.Json;

namespace Orchestrator.Agencies.Documents;

/// <summary>Gives one input of a related operation its value.</summary>
/// <param name="Target">Wire name of the input that gets the value.</param>
/// <param name="Origin">Where the value comes from.</param>
public sealed record ValueMapping(string Target, ValueOrigin Origin);

/// <summary>Where a value comes from, seen from a call that was made and answered.</summary>
public abstract record ValueOrigin
{
    private ValueOrigin() { }

    /// <summary>An input of the call.</summary>
    /// <param name="Pointer">JSON pointer; its first part is an input's wire name.</param>
    public sealed record FromInput(string Pointer) : ValueOrigin;

    /// <summary>An output of the call.</summary>
    /// <param name="Pointer">JSON pointer; its first part is an output's wire name.</param>
    public sealed record FromOutput(string Pointer) : ValueOrigin;

    /// <summary>Always the same.</summary>
    public sealed record Fixed(JsonElement Value) : ValueOrigin;
}
