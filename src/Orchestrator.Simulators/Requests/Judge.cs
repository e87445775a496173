using System.Text.Json.Nodes;
using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;

namespace Orchestrator.Simulators.Requests;

/// <summary>Says whether a request ends unhappily: by a fault, by a scenario in the data, or because it looks like one registered before.</summary>
internal sealed class Judge(RegistrationLedger ledger)
{
    /// <summary>How often a scenario with <c>not-yet</c> says so before it gives in.</summary>
    private const int AsksUntilReady = 3;

    /// <summary>True when a person decided that this is no duplicate.</summary>
    public static bool IsConfirmed(JsonObject body) => body["duplicateConfirmed"] is JsonValue value && value.TryGetValue<bool>(out var confirmed) && confirmed;

    /// <summary>The unhappy end, or null for a happy one.</summary>
    public UnhappyEnd? Find(Operation operation, JsonObject body, string dossier, string? likeness, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            if (OutcomeOf(fault.Kind, operation) is { } outcome && operation.Unhappy.Contains(outcome) && !IsSettled(outcome, body))
                return new UnhappyEnd(outcome, "Tình huống do người vận hành bật.");
        }

        if (Scenario.Of(operation, body) is { } scenario && Applies(scenario, body, dossier))
            return new UnhappyEnd(scenario.Outcome, scenario.Reason);
        return likeness is not null && !IsConfirmed(body) && ledger.HasLike(operation.Id, likeness, dossier)
            ? new UnhappyEnd("suspected-duplicate", "Đã có một trẻ khác cùng mẹ và cùng ngày sinh.")
            : null;
    }

    private static string? OutcomeOf(FaultKind kind, Operation operation) => kind switch
    {
        FaultKind.Refuse => operation.Unhappy[0],
        FaultKind.Supplement => "supplement",
        FaultKind.SuspectedDuplicate => "suspected-duplicate",
        FaultKind.NoResidence => "no-residence",
        _ => null,
    };

    private bool Applies(Scenario scenario, JsonObject body, string dossier) => scenario.Outcome switch
    {
        "supplement" => ledger.CountOutcomes(scenario.OperationId, dossier, "supplement") == 0,
        "not-yet" => ledger.Next($"not-yet/{scenario.OperationId}/{dossier}") <= AsksUntilReady,
        _ => !IsSettled(scenario.Outcome, body),
    };

    private static bool IsSettled(string outcome, JsonObject body) => outcome == "suspected-duplicate" && IsConfirmed(body);
}

/// <summary>An outcome that grants nothing.</summary>
/// <param name="Outcome">As in the agency's document, or <c>not-yet</c>.</param>
/// <param name="Reason">Why, for the citizen.</param>
internal sealed record UnhappyEnd(string Outcome, string Reason)
{
    /// <summary>The answer that says so.</summary>
    public JsonObject ToAnswer()
    {
        var answer = new JsonObject { ["outcome"] = Outcome, ["reason"] = Reason };
        if (Outcome == "supplement")
            answer["missingDocuments"] = new JsonArray(Reason);
        return answer;
    }
}
