using System.Text.Json;

namespace Orchestrator.Designer.Trials;

/// <summary>Answers of agencies that nobody asked: made up from the agencies' own documents. Nothing leaves the machine.</summary>
internal interface ITrialAgencies
{
    /// <summary>What an operation would answer.</summary>
    /// <param name="call">The payload of the effect: agency, operation and inputs.</param>
    /// <param name="outcome">The port that the answer must lead to, or null for the document's first.</param>
    /// <param name="seed">The same seed gives the same answer.</param>
    /// <returns>The answer, or null when the document gives none for that port.</returns>
    TrialReply? Answer(JsonElement call, string? outcome, long seed);
}

/// <summary>An answer that an agency could give.</summary>
/// <param name="Outcome">The port it leads to.</param>
/// <param name="Outputs">A JSON object by output name, or null.</param>
internal sealed record TrialReply(string Outcome, JsonElement? Outputs);

/// <summary>What the person who tries a procedure lets happen at a wait.</summary>
internal abstract record TrialAnswer
{
    private TrialAnswer() { }

    /// <summary>The agency answers; the port and its outputs, or what its document says.</summary>
    public sealed record Reply(string? Outcome, JsonElement? Outputs) : TrialAnswer;

    /// <summary>The agency can never answer.</summary>
    public sealed record Failure(string Code) : TrialAnswer;

    /// <summary>An officer completes a task.</summary>
    public sealed record TaskResult(JsonElement? Result) : TrialAnswer;

    /// <summary>A signal, a supplement or another event comes.</summary>
    public sealed record Signal(JsonElement? Payload) : TrialAnswer;

    /// <summary>A child case ends.</summary>
    public sealed record ChildEnd(Workflows.Execution.CaseSubStatus SubStatus, JsonElement Output) : TrialAnswer;

    /// <summary>The time that the wait has passes.</summary>
    public sealed record Deadline : TrialAnswer;
}
