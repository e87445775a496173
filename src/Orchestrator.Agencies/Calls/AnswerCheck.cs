using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NJsonSchema;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Agencies.Calls;

/// <summary>Holds final answers against the schema that the document declares for them; what does not meet it is invalid, not an exception.</summary>
internal static class AnswerCheck
{
    private static readonly ConditionalWeakTable<JsonObject, Lazy<JsonSchema>> Prepared = [];

    /// <summary>The meaning of a reply with its body checked.</summary>
    public static Classification Apply(AgencyOperation operation, Reply reply, Classification meaning)
    {
        if (meaning.Class is not (ReplyClass.Done or ReplyClass.AlreadyDone) || Schema(operation, reply) is not { } schema)
            return meaning;

        // A repeated answer often has no body: that it is done already says enough.
        if (string.IsNullOrWhiteSpace(reply.Body) && meaning.Class == ReplyClass.AlreadyDone)
            return meaning;
        if (reply is { IsGarbled: true, Source: not ReplySource.Callback })
            return new Classification(ReplyClass.Down, null, false, $"the answer is not JSON, HTTP {reply.Status}");
        return FirstFault(schema, reply) is { } fault ? new Classification(ReplyClass.Invalid, null, false, fault) : meaning;
    }

    private static JsonObject? Schema(AgencyOperation operation, Reply reply)
    {
        if (reply.Source == ReplySource.Callback)
            return operation.Schemas.Callback;
        var status = (reply.Status ?? 0).ToString(CultureInfo.InvariantCulture);
        return Find(status) ?? Find(status[..1] + "XX") ?? Find("default");

        JsonObject? Find(string name) =>
            operation.Schemas.ByStatus.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    private static string? FirstFault(JsonObject schema, Reply reply)
    {
        if (reply.Json is not { } body)
            return "the answer is not JSON";
        var prepared = Prepared.GetValue(schema, node => new Lazy<JsonSchema>(() => JsonSchema.FromJsonAsync(node.ToJsonString()).GetAwaiter().GetResult())).Value;

        try
        {
            // Path and kind only: the value itself may be personal data.
            return prepared.Validate(body.GetRawText()).FirstOrDefault() is { } error ? $"the answer does not meet its schema at {error.Path}: {error.Kind}" : null;
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return "the answer cannot be held against its schema";
        }
    }
}
