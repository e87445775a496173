using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Agencies.Calls;

/// <summary>Holds final answers against the schema that the document declares for them; what does not meet it is invalid, not an exception.</summary>
internal static class AnswerCheck
{
    /// <summary>Code of an answer that does not meet its schema.</summary>
    public const string Mismatch = "schema-mismatch";

    /// <summary>The meaning of a reply with its body checked.</summary>
    public static Classification Apply(AgencyOperation operation, Reply reply, Classification meaning)
    {
        if (meaning.Class is not (ReplyClass.Done or ReplyClass.AlreadyDone) || (reply.HasFiles && reply.Schema is null))
            return meaning;
        if (Schema(operation, reply) is not { } schema)
            return WithoutFile(operation, reply, meaning);

        // A repeated answer often has no body: that it is done already says enough.
        if (string.IsNullOrWhiteSpace(reply.Body) && meaning.Class == ReplyClass.AlreadyDone)
            return meaning;
        if (reply is { IsGarbled: true, Source: not ReplySource.Callback })
            return new Classification(ReplyClass.Down, null, false, $"the answer is not JSON, HTTP {reply.Status}");
        return Fault(schema, reply) is { } fault ? new Classification(ReplyClass.Invalid, null, false, fault) { Code = Mismatch } : meaning;
    }

    // Where the document promises a file and nothing else, an answer without one is not final.
    private static Classification WithoutFile(AgencyOperation operation, Reply reply, Classification meaning) =>
        meaning.Class == ReplyClass.AlreadyDone || reply.Status is not { } status || !operation.AnswerFiles.Any(answer => !answer.IsJson && answer.Answers(status)) ? meaning
        : reply.IsGarbled ? new Classification(ReplyClass.Down, null, false, $"the answer is not the file that the document declares, HTTP {status}")
        : new Classification(ReplyClass.Invalid, null, false, "the answer is not the file that the document declares") { Code = Mismatch };

    private static ValueSchema? Schema(AgencyOperation operation, Reply reply) =>
        reply.Schema is { } parts ? parts : reply.Source == ReplySource.Callback ? operation.Schemas.Callback : operation.Schemas.Answer(reply.Status ?? 0);

    // Places and rules only: the values themselves may be personal data.
    private static string? Fault(ValueSchema schema, Reply reply) =>
        reply.Json is not { } body ? "the answer is not JSON"
        : schema.Check(body.GetRawText()) is { IsEmpty: false } faults ? $"the answer does not meet its schema: {SchemaFault.Line(faults)}"
        : null;
}
