using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Agencies.Replies;

/// <summary>Reads <c>x-reply-classes</c>.</summary>
internal static class ReplyRuleReader
{
    public static ImmutableArray<ReplyRule> Read(ExtensionNode table, bool isAsynchronous) =>
        table.IsMissing ? [] : [.. table.Items().Select(rule => Rule(rule, isAsynchronous))];

    private static ReplyRule Rule(ExtensionNode node, bool isAsynchronous)
    {
        node.Only("status", "pointer", "equals", "text", "source", "class", "outcome");
        if (node["class"].IsMissing || !ReplyClassNames.TryParse(node["class"].Text(), out var replyClass))
            throw node["class"].Wrong($"one of {ReplyClassNames.All}");
        if (replyClass == ReplyClass.Accepted && !isAsynchronous)
            throw node["class"].Fault("Expected a way for the final answer to follow, but the operation has neither x-callback-url nor x-poll; add one of them.");

        return new ReplyRule
        {
            Class = replyClass,
            Outcome = Outcome(node["outcome"], replyClass),
            Statuses = node["status"].IsMissing ? [] : [.. node["status"].OneOrMore().Select(Status)],
            Pointer = Pointer(node),
            EqualTo = node["equals"].IsMissing ? [] : [.. node["equals"].OneOrMore().Select(Value)],
            Text = node["text"].IsMissing ? null : node["text"].Text(),
            Source = node["source"].IsMissing ? null : Source(node["source"]),
        };
    }

    private static string? Outcome(ExtensionNode node, ReplyClass replyClass)
    {
        if (node.IsMissing)
            return null;
        if (replyClass is not (ReplyClass.Done or ReplyClass.AlreadyDone))
            throw node.Fault($"Expected an outcome only with done or already-done, but the class is {replyClass.Word()}; remove the outcome.");
        var outcome = node.Text();
        if (outcome is ReplyTable.FailedPort or ReplyTable.TimedOutPort)
            throw node.Fault($"Expected a name of the agency's own, but '{outcome}' is a port that every operation has; choose another.");
        return outcome.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == ' ') && char.IsAsciiLetter(outcome[0])
            ? outcome : throw node.Wrong("letters, digits and spaces");
    }

    private static string? Pointer(ExtensionNode rule)
    {
        var node = rule["pointer"];
        if (node.IsMissing)
            return rule["equals"].IsMissing ? null : throw rule.Fault("Expected a pointer beside equals, but found none; say which value is compared.");
        var pointer = node.Text();
        return JsonPointer.IsValid(pointer) ? pointer : throw node.Wrong("a JSON pointer such as /outcome");
    }

    private static JsonElement Value(ExtensionNode node) => JsonSerializer.SerializeToElement(node.Node);

    private static ReplySource Source(ExtensionNode node) => node.Text() switch
    {
        "response" => ReplySource.Response,
        "callback" => ReplySource.Callback,
        "poll" => ReplySource.Poll,
        _ => throw node.Wrong("one of response, callback, poll"),
    };

    // 404, "404" and "4XX" are all in use; OpenAPI itself writes ranges with X.
    private static StatusRange Status(ExtensionNode node)
    {
        var text = node.Node?.ToString() ?? "";
        if (text.Length == 3 && text[0] is >= '1' and <= '5')
        {
            var first = (text[0] - '0') * 100;
            if (text.AsSpan(1).Equals("XX", StringComparison.OrdinalIgnoreCase))
                return new StatusRange(first, first + 99);
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
                return new StatusRange(status, status);
        }

        throw node.Wrong("an HTTP status such as 404 or 4XX");
    }
}
