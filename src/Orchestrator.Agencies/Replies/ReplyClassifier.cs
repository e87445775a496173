using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Agencies.Replies;

/// <summary>Understands replies by an operation's table. Pure and total: every reply has a meaning.</summary>
public static class ReplyClassifier
{
    /// <summary>Says what a reply means.</summary>
    public static Classification Classify(ReplyTable table, Reply reply)
    {
        if (reply.Silence is { } silence)
            return new Classification(ReplyClass.Down, null, true, $"no answer ({silence})");

        for (var index = 0; index < table.Rules.Length; index++)
        {
            var rule = table.Rules[index];
            if (!Matches(rule, reply))
                continue;
            var outcome = rule.Class is ReplyClass.Done or ReplyClass.AlreadyDone ? rule.Outcome ?? ReplyTable.DefaultOutcome : null;
            return new Classification(rule.Class, outcome, true, $"reply rule {index + 1}{Describe(reply)}");
        }

        return ByDefault(table, reply);
    }

    private static bool Matches(ReplyRule rule, Reply reply)
    {
        if (rule.Source is { } source && source != reply.Source)
            return false;
        if (!rule.Statuses.IsEmpty && !(reply.Status is { } status && rule.Statuses.Any(range => range.Contains(status))))
            return false;
        if (rule.Text is { } text && !reply.Body.Contains(text, StringComparison.OrdinalIgnoreCase))
            return false;
        return rule.Pointer is not { } pointer
            || (reply.Json is { } json && JsonPointer.TryFind(json, pointer, out var found)
                && (rule.EqualTo.IsEmpty || rule.EqualTo.Any(value => JsonElement.DeepEquals(value, found))));
    }

    private static Classification ByDefault(ReplyTable table, Reply reply)
    {
        var where = Describe(reply);
        return reply.Status switch
        {
            202 when table.IsAsynchronous => Unknown(ReplyClass.Accepted, $"accepted{where}"),
            >= 200 and < 300 when table.NamesFinalAnswers && reply.IsGarbled => Unknown(ReplyClass.Down, $"the answer is not JSON{where}"),
            null or (>= 200 and < 300) when table.NamesFinalAnswers => Unknown(ReplyClass.Invalid, $"no reply rule knows this answer{where}"),
            null => Final(where),
            >= 200 and < 300 => Final(where),
            401 or 407 => Unknown(ReplyClass.Down, $"the agency does not accept the credentials{where}"),
            408 or 429 or >= 500 => Unknown(ReplyClass.Down, $"the agency does not work{where}"),
            425 => Unknown(ReplyClass.NotYet, $"too early{where}"),
            _ => Unknown(ReplyClass.Invalid, $"refused{where}"),
        };
    }

    private static Classification Final(string where) =>
        new(ReplyClass.Done, ReplyTable.DefaultOutcome, false, $"final answer{where}");

    private static Classification Unknown(ReplyClass value, string reason) => new(value, null, false, reason);

    private static string Describe(Reply reply) => reply.Status is { } status ? $", HTTP {status}" : "";
}
