using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Agencies.Changes;

/// <summary>Says what is different between two documents of an agency. Pure.</summary>
public static class DocumentComparison
{
    /// <summary>The differences in the order of the old document, new operations last.</summary>
    public static ImmutableArray<DocumentChange> Of(AgencyDocument before, AgencyDocument after)
    {
        var changes = ImmutableArray.CreateBuilder<DocumentChange>();
        foreach (var operation in before.Operations.Where(operation => operation.IsActivity))
        {
            if (after.Find(operation.Id) is { IsActivity: true } other)
                changes.AddRange(Operation(operation, other).Concat(Inputs(operation, other)).Concat(Outputs(operation, other)).Concat(Outcomes(operation, other)));
            else
                changes.Add(new DocumentChange(ChangeKind.Breaks, operation.Id, OperationPart.Operation, null, $"{operation.Id} is no activity any more."));
        }

        changes.AddRange(after.Operations.Where(operation => operation.IsActivity && before.Find(operation.Id) is not { IsActivity: true })
            .Select(operation => new DocumentChange(ChangeKind.Adds, operation.Id, OperationPart.Operation, null, $"{operation.Id} is new.")));
        return changes.ToImmutable();
    }

    private static IEnumerable<DocumentChange> Operation(AgencyOperation before, AgencyOperation after)
    {
        (string What, bool IsDifferent)[] parts =
        [
            ("method or path", before.Method != after.Method || before.Path != after.Path),
            ("format of the body", before.Body != after.Body),
            ("place of the idempotency key", before.Idempotency != after.Idempotency),
            ("way of the answer (callback or at once)", before.CallbackUrl != after.CallbackUrl),
            ("deadline", before.Deadline != after.Deadline),
            ("undoing operation", before.Compensation?.OperationId != after.Compensation?.OperationId),
            ("proof of who calls", Security(before) != Security(after)),
            ("order of statuses", Order(before.StatusOrder) != Order(after.StatusOrder)),
            ("meaning of replies", Rules(before.Replies) != Rules(after.Replies)),
        ];
        return parts.Where(part => part.IsDifferent).Select(part => new DocumentChange(
            ChangeKind.Changes, before.Id, OperationPart.Operation, null, $"The {part.What} of {before.Id} is another one."));
    }

    private static IEnumerable<DocumentChange> Inputs(AgencyOperation before, AgencyOperation after)
    {
        DocumentChange Change(ChangeKind kind, string name, string message) => new(kind, before.Id, OperationPart.Input, name, $"Input {name} of {before.Id} {message}.");
        foreach (var input in before.Inputs)
        {
            if (after.Inputs.FirstOrDefault(other => other.Name == input.Name) is not { } other)
            {
                yield return Change(ChangeKind.Breaks, input.Name, "is gone");
                continue;
            }

            if (other.IsRequired && !input.IsRequired)
                yield return Change(ChangeKind.Breaks, input.Name, "is required now") with { AsksForValue = true };
            if (Type(input.Value) != Type(other.Value))
                yield return Change(ChangeKind.Breaks, input.Name, $"was {Type(input.Value)} and is {Type(other.Value)}");
            foreach (var choice in Gone(input.Value, other.Value))
                yield return Change(ChangeKind.Breaks, input.Name, $"does not take '{choice}' any more");
            if (!input.Value.Limits.SequenceEqual(other.Value.Limits))
                yield return Change(ChangeKind.Changes, input.Name, "has other limits");
            if (input.Place != other.Place)
                yield return Change(ChangeKind.Changes, input.Name, "goes to another place of the request");
            if (input.Value.IsSensitive != other.Value.IsSensitive)
                yield return Change(ChangeKind.Changes, input.Name, other.Value.IsSensitive ? "is personal data now" : "is no personal data any more");
        }

        foreach (var input in after.Inputs.Where(input => before.Inputs.All(other => other.Name != input.Name)))
            yield return Change(input.IsRequired ? ChangeKind.Breaks : ChangeKind.Adds, input.Name, input.IsRequired ? "is new and required" : "is new") with { AsksForValue = input.IsRequired };
    }

    private static IEnumerable<DocumentChange> Outputs(AgencyOperation before, AgencyOperation after)
    {
        DocumentChange Change(ChangeKind kind, string name, string message) => new(kind, before.Id, OperationPart.Output, name, $"Output {name} of {before.Id} {message}.");
        foreach (var output in before.Outputs)
        {
            if (after.Outputs.FirstOrDefault(other => other.Name == output.Name) is not { } other)
                yield return Change(ChangeKind.Breaks, output.Name, "is gone");
            else if (Type(output.Value) != Type(other.Value))
                yield return Change(ChangeKind.Breaks, output.Name, $"was {Type(output.Value)} and is {Type(other.Value)}");
        }

        foreach (var output in after.Outputs.Where(output => before.Outputs.All(other => other.Name != output.Name)))
            yield return Change(ChangeKind.Adds, output.Name, "is new");
    }

    private static IEnumerable<DocumentChange> Outcomes(AgencyOperation before, AgencyOperation after)
    {
        DocumentChange Change(ChangeKind kind, string name, string message) => new(kind, before.Id, OperationPart.Outcome, name, $"Outcome {name} of {before.Id} {message}.");
        return before.Outcomes.Except(after.Outcomes).Select(name => Change(ChangeKind.Breaks, name, "never comes any more"))
            .Concat(after.Outcomes.Except(before.Outcomes).Select(name => Change(ChangeKind.Changes, name, "is new: where it is not drawn, it leads nowhere")));
    }

    private static string Type(ValueShape value) => value.Format is null ? value.Kind.ToString() : $"{value.Kind} ({value.Format})";

    private static IEnumerable<string> Gone(ValueShape before, ValueShape after) => after.Choices.IsEmpty ? [] : before.Choices.Except(after.Choices);

    private static string Security(AgencyOperation operation) =>
        string.Join('|', operation.Security.Select(alternative => string.Join('+', alternative.Schemes.Select(scheme => $"{scheme.GetType().Name} {scheme.Name}"))));

    private static string Order(StatusOrderRule? rule) => rule is null ? "" : $"{rule.Input} {rule.Per} {string.Join(',', rule.Order)}";

    private static string Rules(ReplyTable table) => string.Join('|', table.Rules.Select(rule =>
        $"{string.Join(',', rule.Statuses)} {rule.Pointer} {string.Join(',', rule.EqualTo)} {rule.Text} {rule.Source} {rule.Class} {rule.Outcome}")) + table.IsAsynchronous;
}
