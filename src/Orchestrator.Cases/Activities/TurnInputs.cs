using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Inputs of a turn in the forms the case activities need.</summary>
internal static class TurnInputs
{
    public const int MostDays = 1000;

    public static string? Text(this ActivityTurn turn, string name) =>
        turn.Input(name) is { ValueKind: JsonValueKind.String } value && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString()!.Trim() : null;

    public static bool Flag(this ActivityTurn turn, string name) => turn.Input(name).ValueKind == JsonValueKind.True;

    /// <summary>Working days, or null when none are given.</summary>
    /// <returns>False after it let the turn fault because the number makes no sense.</returns>
    public static bool TryDays(this ActivityTurn turn, out int? days)
    {
        days = null;
        var value = turn.Input("WorkingDays");
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return true;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= MostDays)
        {
            days = number;
            return true;
        }

        turn.Fault(new Fault("invalid-input", $"Expected WorkingDays from 0 to {MostDays}, but found {value.GetRawText()}; correct the procedure."));
        return false;
    }

    public static void FaultInput(this ActivityTurn turn, string name, string expected) =>
        turn.Fault(new Fault("invalid-input", $"Expected {expected} in {name}, but found {Shown(turn.Input(name))}; correct the procedure."));

    private static string Shown(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? "nothing" : value.GetRawText();
}
