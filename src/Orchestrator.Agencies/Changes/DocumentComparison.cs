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
                changes.Add(new DocumentChange(ChangeKind.Breaks, operation.Id, OperationPart.Operation, null, $"{operation.Id} is no activity any more.") { Code = "operation-gone" });
        }

        changes.AddRange(after.Operations.Where(operation => operation.IsActivity && before.Find(operation.Id) is not { IsActivity: true })
            .Select(operation => new DocumentChange(ChangeKind.Adds, operation.Id, OperationPart.Operation, null, $"{operation.Id} is new.") { Code = "operation-new" }));
        return changes.ToImmutable();
    }

    private static IEnumerable<DocumentChange> Operation(AgencyOperation before, AgencyOperation after)
    {
        (string What, string Code, bool IsDifferent)[] parts =
        [
            ("method or path", "method-path", before.Method != after.Method || before.Path != after.Path),
            ("format of the body", "body-format", before.Body != after.Body),
            ("place of the idempotency key", "idempotency", before.Idempotency != after.Idempotency),
            ("way of the answer (callback or at once)", "answer-way", before.CallbackUrl != after.CallbackUrl),
            ("deadline", "deadline", before.Deadline != after.Deadline),
            ("undoing operation", "undo", before.Compensation?.OperationId != after.Compensation?.OperationId),
            ("proof of who calls", "security", Security(before) != Security(after)),
            ("order of statuses", "status-order", Order(before.StatusOrder) != Order(after.StatusOrder)),
            ("meaning of replies", "reply-meaning", Rules(before.Replies) != Rules(after.Replies)),
        ];
        return parts.Where(part => part.IsDifferent).Select(part =>
            new DocumentChange(ChangeKind.Changes, before.Id, OperationPart.Operation, null, $"The {part.What} of {before.Id} is another one.") { Code = part.Code });
    }

    private static IEnumerable<DocumentChange> Inputs(AgencyOperation before, AgencyOperation after)
    {
        DocumentChange Change(ChangeKind kind, string code, string name, string message, params ImmutableArray<string> values) =>
            new(kind, before.Id, OperationPart.Input, name, $"Input {name} of {before.Id} {message}.") { Code = code, Values = values };
        foreach (var input in before.Inputs)
        {
            if (after.Inputs.FirstOrDefault(other => other.Name == input.Name) is not { } other)
            {
                yield return Change(ChangeKind.Breaks, "input-gone", input.Name, "is gone");
                continue;
            }

            var (type, next) = (Type(input.Value), Type(other.Value));
            if (other.IsRequired && !input.IsRequired)
                yield return Change(ChangeKind.Breaks, "input-required", input.Name, "is required now") with { AsksForValue = true };
            if (type != next)
                yield return Change(ChangeKind.Breaks, "input-type", input.Name, $"was {type} and is {next}", type, next);
            foreach (var choice in Gone(input.Value, other.Value))
                yield return Change(ChangeKind.Breaks, "input-choice", input.Name, $"does not take '{choice}' any more", choice);
            if (!input.Value.Limits.SequenceEqual(other.Value.Limits))
                yield return Change(ChangeKind.Changes, "input-limits", input.Name, "has other limits");
            if (input.Place != other.Place)
                yield return Change(ChangeKind.Changes, "input-place", input.Name, "goes to another place of the request");
            if (input.Value.IsSensitive != other.Value.IsSensitive)
            {
                yield return other.Value.IsSensitive
                    ? Change(ChangeKind.Changes, "input-personal", input.Name, "is personal data now")
                    : Change(ChangeKind.Changes, "input-public", input.Name, "is no personal data any more");
            }
        }

        foreach (var input in after.Inputs.Where(input => before.Inputs.All(other => other.Name != input.Name)))
        {
            yield return input.IsRequired
                ? Change(ChangeKind.Breaks, "input-new-required", input.Name, "is new and required") with { AsksForValue = true }
                : Change(ChangeKind.Adds, "input-new", input.Name, "is new");
        }
    }

    private static IEnumerable<DocumentChange> Outputs(AgencyOperation before, AgencyOperation after)
    {
        DocumentChange Change(ChangeKind kind, string code, string name, string message, params ImmutableArray<string> values) =>
            new(kind, before.Id, OperationPart.Output, name, $"Output {name} of {before.Id} {message}.") { Code = code, Values = values };
        foreach (var output in before.Outputs)
        {
            if (after.Outputs.FirstOrDefault(other => other.Name == output.Name) is not { } other)
                yield return Change(ChangeKind.Breaks, "output-gone", output.Name, "is gone");
            else if ((Type(output.Value), Type(other.Value)) is var (type, next) && type != next)
                yield return Change(ChangeKind.Breaks, "output-type", output.Name, $"was {type} and is {next}", type, next);
        }

        foreach (var output in after.Outputs.Where(output => before.Outputs.All(other => other.Name != output.Name)))
            yield return Change(ChangeKind.Adds, "output-new", output.Name, "is new");
    }

    private static IEnumerable<DocumentChange> Outcomes(AgencyOperation before, AgencyOperation after)
    {
        DocumentChange Change(ChangeKind kind, string code, string name, string message) =>
            new(kind, before.Id, OperationPart.Outcome, name, $"Outcome {name} of {before.Id} {message}.") { Code = code };
        return before.Outcomes.Except(after.Outcomes).Select(name => Change(ChangeKind.Breaks, "outcome-gone", name, "never comes any more"))
            .Concat(after.Outcomes.Except(before.Outcomes).Select(name => Change(ChangeKind.Changes, "outcome-new", name, "is new: where it is not drawn, it leads nowhere")));
    }

    private static string Type(ValueShape value) => value.Format is null ? value.Kind.ToString() : $"{value.Kind} ({value.Format})";

    private static IEnumerable<string> Gone(ValueShape before, ValueShape after) => after.Choices.IsEmpty ? [] : before.Choices.Except(after.Choices);

    private static string Security(AgencyOperation operation) =>
        string.Join('|', operation.Security.Select(alternative => string.Join('+', alternative.Schemes.Select(scheme => $"{scheme.GetType().Name} {scheme.Name}"))));

    private static string Order(StatusOrderRule? rule) => rule is null ? "" : $"{rule.Input} {rule.Per} {string.Join(',', rule.Order)}";

    private static string Rules(ReplyTable table) => string.Join('|', table.Rules.Select(rule =>
        $"{string.Join(',', rule.Statuses)} {rule.Pointer} {string.Join(',', rule.EqualTo)} {rule.Text} {rule.Source} {rule.Class} {rule.Outcome}")) + table.IsAsynchronous;
}
