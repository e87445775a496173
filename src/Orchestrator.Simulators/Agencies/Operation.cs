using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>One operation of one stand-in agency; the contract is its document under <c>workflows/agencies</c>.</summary>
/// <param name="Agency">Agency code, also the first part of the path.</param>
/// <param name="Id">Operation id in the document.</param>
/// <param name="Path">Path below the agency.</param>
/// <param name="Required">Members that the body must have.</param>
/// <param name="Success">The outcome that registers something; a lookup's <c>found</c> registers nothing.</param>
/// <param name="Do">Does the work and gives the answer's members beside the outcome, or another outcome.</param>
internal sealed record Operation(
    string Agency, string Id, string Path, IReadOnlyList<string> Required, string Success, Func<Work, JsonObject> Do)
{
    /// <summary>What it is done for, so that doing it twice shows; null registers nothing.</summary>
    public Func<JsonObject, string>? Identity { get; init; } = body => Text.Of(body, "dossierNumber");

    /// <summary>True when it calls back; false when it always answers at once.</summary>
    public bool CallsBack { get; init; } = true;

    /// <summary>True when asking again for the same identity is no double, because it gives the same answer by nature.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Outcomes it can be made to give by a fault or a scenario, for example <c>supplement</c>.</summary>
    public IReadOnlyList<string> Unhappy { get; init; } = ["refused", "supplement"];

    /// <summary>Whose name can carry a scenario, for example the child.</summary>
    public string Subject { get; init; } = "child";

    /// <summary>What it takes back, or null.</summary>
    public Cancellation? Cancels { get; init; }

    /// <summary>Path below the agency of the question what it holds for a dossier, or null when it cannot be asked.</summary>
    public string? InquiryPath { get; init; }

    /// <summary>Group of what others have in common with this request, to find suspected duplicates; null finds none.</summary>
    public Func<JsonObject, string>? Likeness { get; init; }
}

/// <summary>Takes a registration back.</summary>
/// <param name="OperationId">The operation that made it.</param>
/// <param name="Member">Member of the request, and of that operation's answer, that names the registration.</param>
internal sealed record Cancellation(string OperationId, string Member);

/// <summary>One request on the desk.</summary>
/// <param name="Body">What was sent.</param>
/// <param name="Number">The agency's next number of this operation.</param>
/// <param name="Today">The day in Viet Nam.</param>
/// <param name="BaseUrl">Where the agency is reached.</param>
internal sealed record Work(JsonObject Body, long Number, DateOnly Today, Uri BaseUrl);

/// <summary>Reads texts out of a request.</summary>
internal static class Text
{
    /// <summary>The text at a path of members, or an empty text.</summary>
    public static string Of(JsonObject body, params ReadOnlySpan<string> path)
    {
        JsonNode? node = body;
        foreach (var member in path)
            node = (node as JsonObject)?[member];
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
    }
}
