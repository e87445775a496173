using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Retries;
using JsonPointer = Orchestrator.Workflows.Data.JsonPointer;

namespace Orchestrator.Agencies.Documents;

/// <summary>Maps one operation.</summary>
internal static class OperationReader
{
    /// <exception cref="DocumentFormatException">It can't be mapped.</exception>
    public static AgencyOperation Read(OperationSource source)
    {
        var operation = source.Operation;
        var id = operation.OperationId is { Length: > 0 } given && char.IsAsciiLetter(given[0])
            ? given : throw source.NotMapped("Expected an operationId that begins with a letter, but found none; add one: it names the activity.");
        Check(source);
        var poll = Poll(source.Extension("x-poll"));
        var callbackUrl = source.Extension("x-callback-url") is { IsMissing: false } place ? Extensions.Place(place) : null;
        var isAsynchronous = callbackUrl is not null || poll is not null;
        var replies = new ReplyTable(ReplyRuleReader.Read(source.Extension("x-reply-classes"), isAsynchronous), isAsynchronous);
        var summary = operation.Summary ?? id;
        var body = BodyReader.Rule(source);
        var inputs = InputReader.Read(source, body, Reserved(source, callbackUrl));
        return new AgencyOperation
        {
            Id = id,
            Method = source.Method,
            Path = source.PathTemplate,
            Name = Extensions.Localized(source.Extension("x-name"), summary),
            Description = operation.Description ?? operation.Summary,
            IsActivity = source.Extension("x-no-activity") is not { IsMissing: false } hidden || !hidden.Flag(),
            Inputs = inputs,
            Outputs = Outputs(source, replies),
            AnswerFiles = AnswerFileReader.Read(source),
            CallbackFiles = AnswerFileReader.OfCallbacks(source),
            Replies = replies,
            Idempotency = Idempotency(source),
            CallbackUrl = callbackUrl,
            Deadline = source.Extension("x-deadline") is { IsMissing: false } deadline ? deadline.Duration() : null,
            Poll = poll,
            Retry = Retry(source.Extension("x-retry")),
            Timeout = Timeout(source),
            Compensation = RuleReader.Compensation(source.Extension("x-compensated-by")),
            StatusInquiry = RuleReader.Inquiry(source.Extension("x-status-inquiry")),
            StatusOrder = RuleReader.StatusOrder(source.Extension("x-status-order"), inputs),
            Body = body,
            Security = SecurityReader.Read(source),
            Schemas = OperationSchemaReader.Read(source, body),
        };
    }

    private static void Check(OperationSource source)
    {
        var references = source.Document.References;
        if ((references.FirstBroken(source.Node) ?? references.FirstBroken(source.ItemNode?["parameters"])) is { } broken)
        {
            throw source.NotMapped(source.Document.Problems.TryGetValue(broken, out var problem)
                ? $"Expected $ref '{broken}' to lead to a part of the agency's folder, but it {problem}."
                : $"Expected $ref '{broken}' to lead to a part of this file, but there is none; correct it or copy the part into the file.");
        }

        if (source.Node?["servers"] is JsonArray { Count: > 0 } || source.ItemNode?["servers"] is JsonArray { Count: > 0 })
            throw source.NotMapped("Expected the document's own servers, but the operation has others; put it in a document of its own.");
    }

    private static ValuePlace Idempotency(OperationSource source) =>
        source.Extension("x-idempotency") is { IsMissing: false } place ? Extensions.Place(place) : new ValuePlace(PlaceKind.Header, "Idempotency-Key");

    // The orchestrator itself fills these; a designer must not be asked for them.
    private static ImmutableArray<ValuePlace> Reserved(OperationSource source, ValuePlace? callbackUrl) =>
        callbackUrl is null ? [Idempotency(source)] : [Idempotency(source), callbackUrl];

    private static TimeSpan Timeout(OperationSource source)
    {
        var limits = source.Extension("x-limits");
        if (limits.IsMissing)
            return source.Limits.Timeout;
        limits.Only("timeout");
        return limits["timeout"].Duration();
    }

    private static PollRule? Poll(ExtensionNode node)
    {
        if (node.IsMissing)
            return null;
        node.Only("operationId", "after", "interval", "parameter");
        var after = node["after"].Duration();
        return new PollRule(
            node["operationId"].Text(), after, node["interval"].IsMissing ? after : node["interval"].Duration(),
            node["parameter"].IsMissing ? [] : [.. node["parameter"].Members().Select(member => KeyValuePair.Create(member.Key, Pointer(member.Value)))]);
    }

    private static string Pointer(ExtensionNode node) =>
        JsonPointer.IsValid(node.Text()) ? node.Text() : throw node.Wrong("a JSON pointer such as /requestId");

    private static RetryRule Retry(ExtensionNode node)
    {
        var standard = RetryRule.Default;
        if (node.IsMissing)
            return standard;
        node.Only("first", "longest", "giveUpAfter", "attempts");
        var first = node["first"].IsMissing ? standard.First : node["first"].Duration();
        var longest = node["longest"].IsMissing ? (first > standard.Longest ? first : standard.Longest) : node["longest"].Duration();
        return new RetryRule(
            first,
            longest >= first ? longest : throw node["longest"].Wrong("at least as long as first"),
            node["giveUpAfter"].IsMissing ? standard.GiveUpAfter : node["giveUpAfter"].Duration(),
            node["attempts"].IsMissing ? standard.Attempts : node["attempts"].PositiveInteger());
    }

    private static ImmutableArray<OperationOutput> Outputs(OperationSource source, ReplyTable replies)
    {
        var answers = (source.Operation.Responses ?? [])
            .Where(response => IsRead(response.Key, replies))
            .SelectMany(response => response.Value.Content ?? new Dictionary<string, OpenApiMediaType>())
            .Select(content => content.Value.Schema);
        var callbacks = (source.Operation.Callbacks ?? new Dictionary<string, IOpenApiCallback>()).Values
            .SelectMany(callback => callback.PathItems ?? [])
            .SelectMany(item => item.Value.Operations ?? [])
            .SelectMany(operation => operation.Value.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
            .Select(content => content.Value.Schema);
        var outputs = new Dictionary<string, OperationOutput>(StringComparer.Ordinal);
        foreach (var property in answers.Concat(callbacks).SelectMany(schema => ShapeReader.Properties(schema, ShapeReader.Side.Answer)))
        {
            var name = PascalName.Of(property.Name);
            if (!outputs.TryAdd(name, new OperationOutput(name, property.Name, property.Value)) && outputs[name].WireName != property.Name)
                throw source.NotMapped($"Expected answers with one property of the name {name}, but found '{outputs[name].WireName}' and '{property.Name}'; rename one.");
        }

        if (AnswerFileReader.Whole(source) is { } file && !outputs.TryAdd(AnswerFile.WholeOutput, file))
            throw source.NotMapped($"Expected answers without a property '{AnswerFile.WholeBody}' beside an answer that is a file, but there is one; rename it.");
        return [.. outputs.Values];
    }

    // Answers that carry values: 2xx, and those the table calls final (a 409 that repeats the result).
    private static bool IsRead(string status, ReplyTable replies) =>
        status.StartsWith('2') || status == "default"
        || (int.TryParse(status, out var number) && replies.Rules.Any(rule =>
            rule.Class is ReplyClass.Done or ReplyClass.AlreadyDone && rule.Statuses.Any(range => range.Contains(number))));
}
