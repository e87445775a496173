using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Retries;
using Orchestrator.Runtime.Effects;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

/// <summary>Decides what follows from a reply. Pure.</summary>
public static class NextSteps
{
    /// <summary>Waits between polls grow up to this many times the declared interval.</summary>
    private const int LongestPollFactor = 12;

    /// <summary>Decides.</summary>
    /// <param name="agency">Who answered.</param>
    /// <param name="operation">What was asked for.</param>
    /// <param name="effect">The call as it was before this try.</param>
    /// <param name="reply">What came back.</param>
    /// <param name="meaning">What it means.</param>
    /// <param name="isOpen">True when the agency's circuit is open with this reply counted.</param>
    /// <param name="now">Time of the reply.</param>
    public static NextStep Decide(
        AgencyDocument agency, AgencyOperation operation, PendingEffect effect, Reply reply, Classification meaning, bool isOpen, DateTimeOffset now)
    {
        return meaning.Class switch
        {
            ReplyClass.Done or ReplyClass.AlreadyDone => new NextStep.Settle(meaning.Outcome ?? ReplyTable.DefaultOutcome, Outputs(operation, reply)),
            ReplyClass.Accepted => new NextStep.AwaitAnswer(PollAt(operation, effect, reply.Source, now)),
            ReplyClass.NotYet when reply.Source == ReplySource.Poll => new NextStep.AwaitAnswer(PollAt(operation, effect, reply.Source, now)),
            ReplyClass.NotYet when IsSpent(operation.Retry, effect, now) => GiveUp("agency-not-ready", $"to be ready for '{operation.Name.En}', but after {Span(effect, now)} it still says not yet"),
            ReplyClass.NotYet => new NextStep.TryAgain(now + Wait(operation, effect, reply)),
            ReplyClass.Down when isOpen => new NextStep.Park(),
            ReplyClass.Down when IsSpent(operation.Retry, effect, now) => GiveUp("agency-fails", $"to answer '{operation.Name.En}', but after {Span(effect, now)} every try has failed"),
            ReplyClass.Down => new NextStep.TryAgain(now + Wait(operation, effect, reply)),
            _ when meaning.Code == AnswerCheck.Mismatch => GiveUp(AnswerCheck.Mismatch, $"to answer '{operation.Name.En}' as its document says, but {meaning.Reason}"),
            _ when meaning.Code == AnswerFiles.Refused => GiveUp(AnswerFiles.Refused, $"to answer '{operation.Name.En}' with a file that can be kept, but {meaning.Reason}"),
            _ => GiveUp("agency-refused", $"to take '{operation.Name.En}' as it is, but it says that this call can never succeed{Title(reply)}"),
        };

        NextStep.GiveUp GiveUp(string code, string found) => new(new Fault(
            code, $"Expected {agency.Name.En} {found}; settle it with the agency, then retry or override.", meaning.Reason, agency.Code));
    }

    private static TimeSpan Wait(AgencyOperation operation, PendingEffect effect, Reply reply)
    {
        var grown = RetryDelays.Growing(operation.Retry.First, operation.Retry.Longest, effect.Attempts, effect.Effect.IdempotencyKey);
        return reply.RetryAfter is { } asked && asked > grown ? asked : grown;
    }

    private static bool IsSpent(RetryRule rule, PendingEffect effect, DateTimeOffset now) =>
        effect.Attempts + 1 >= rule.Attempts || now - effect.RequestedAt >= rule.GiveUpAfter;

    private static DateTimeOffset? PollAt(AgencyOperation operation, PendingEffect effect, ReplySource source, DateTimeOffset now) => operation.Poll switch
    {
        null => null,
        var poll when source != ReplySource.Poll => now + poll.After,
        var poll => now + RetryDelays.Growing(poll.Interval, poll.Interval * LongestPollFactor, Math.Max(effect.Attempts - 1, 0), effect.Effect.IdempotencyKey),
    };

    /// <summary>The answer's top-level properties by output name.</summary>
    public static JsonElement Outputs(AgencyOperation operation, Reply reply)
    {
        var outputs = new JsonObject();
        if (reply.Json is { ValueKind: JsonValueKind.Object } body)
        {
            foreach (var output in operation.Outputs)
            {
                if (body.TryGetProperty(output.WireName, out var value))
                    outputs[output.Name] = JsonSerializer.SerializeToNode(value);
            }
        }

        return JsonSerializer.SerializeToElement(outputs);
    }

    private static string Span(PendingEffect effect, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"{effect.Attempts + 1} tries in {(now - effect.RequestedAt).TotalHours:0.#} hours");

    // RFC 9457 keeps a problem's title free of what is particular to one request, and so of personal data.
    private static string? Title(Reply reply) =>
        reply.Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("title", out var title)
        && title.ValueKind == JsonValueKind.String && title.GetString() is { Length: > 0 and <= 120 } text ? $" ({text})" : null;
}
