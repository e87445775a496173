using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.Agencies.Replies;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>Compares what an agency says of a call with what the case has. Pure.</summary>
internal static class CallComparison
{
    /// <summary>Compares.</summary>
    /// <param name="operation">The call's operation; it has a status inquiry.</param>
    /// <param name="inputs">The call's inputs by designer's name.</param>
    /// <param name="outputs">Its outputs by designer's name, or null while it waits for an answer.</param>
    /// <param name="reply">What the agency said to the inquiry.</param>
    /// <param name="meaning">What that means for the asked operation.</param>
    public static Comparison Compare(AgencyOperation operation, JsonElement inputs, JsonElement? outputs, Reply reply, Classification meaning)
    {
        var rule = operation.StatusInquiry!;
        var isAbsent = rule.AbsentOutcome is { } absent ? meaning.Outcome == absent : reply.Status == 404;
        if (!isAbsent && meaning.Class is not (ReplyClass.Done or ReplyClass.AlreadyDone))
            return meaning.Class == ReplyClass.Down ? new Comparison.Down(meaning.Reason) : new Comparison.Unclear(meaning.Reason);
        if (outputs is null)
            return !isAbsent && HoldsAnswer(operation, reply) ? new Comparison.Differs(new Difference(DifferenceKind.AnsweredThere, operation.Poll is null ? RepairKind.None : RepairKind.AskAgain, [])) : new Comparison.Same();
        if (isAbsent)
            return new Comparison.Differs(new Difference(DifferenceKind.UnknownThere, RepairKind.SendAgain, []));
        var places = rule.Comparisons.Where(pair => !IsSame(pair, operation, inputs, outputs.Value, reply)).Select(pair => pair.Theirs).ToArray();
        return places.Length == 0 ? new Comparison.Same() : new Comparison.Differs(new Difference(DifferenceKind.Different, RepairKind.None, [.. places]));
    }

    // What the agency holds is read by the rules of the call itself: only they know which of its words are final.
    private static bool HoldsAnswer(AgencyOperation operation, Reply reply) =>
        ReplyClassifier.Classify(operation.Replies, reply with { Source = ReplySource.Poll }).Class is ReplyClass.Done or ReplyClass.AlreadyDone;

    private static bool IsSame(StatusComparison pair, AgencyOperation operation, JsonElement inputs, JsonElement outputs, Reply reply)
    {
        var theirs = reply.Json is { } body && JsonPointer.TryFind(body, pair.Theirs, out var found) && found.ValueKind != JsonValueKind.Null ? found : (JsonElement?)null;
        var ours = MappedInputs.Find(pair.Ours, operation, inputs, outputs);
        return (theirs, ours) switch
        {
            (null, null) => true,
            ({ } one, { } other) => JsonElement.DeepEquals(one, other),
            _ => false,
        };
    }
}

/// <summary>What a comparison came to.</summary>
internal abstract record Comparison
{
    private Comparison() { }

    /// <summary>Both sides agree.</summary>
    public sealed record Same : Comparison;

    /// <summary>They do not.</summary>
    public sealed record Differs(Difference Difference) : Comparison;

    /// <summary>The agency does not work now.</summary>
    public sealed record Down(string Reason) : Comparison;

    /// <summary>The agency's answer says nothing.</summary>
    public sealed record Unclear(string Reason) : Comparison;
}
