using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Makes up the answers of an agency from its document: examples first, else from the schemas. Pure: the same seed gives the same answer.</summary>
public static class AnswerGenerator
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The final answer of an operation.</summary>
    /// <param name="document">The agency.</param>
    /// <param name="operationId">The operation.</param>
    /// <param name="seed">Decides what is made up.</param>
    /// <param name="outcome">The port that the answer must lead to; null for the first that stands for a success.</param>
    /// <param name="request">JSON body of the request, or null; what the answer repeats of it is taken from there.</param>
    /// <returns>The answer, or null when the document has no such operation, or no answer that its own rules give that outcome.</returns>
    public static MockAnswer? Final(MockDocument document, string operationId, long seed, string? outcome = null, JsonObject? request = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Find(operationId) is { } operation
            ? Make(document, operation, ReplySource.Response, seed, outcome, request) ?? Make(document, operation, ReplySource.Callback, seed, outcome, request)
            : null;
    }

    /// <summary>The final answer as it comes one way only: the HTTP answer, a callback or the answer to a poll.</summary>
    internal static MockAnswer? Make(MockDocument document, MockOperation operation, ReplySource source, long seed, string? outcome, JsonObject? request, MockOperation? shaped = null)
    {
        var table = operation.Operation.Replies;
        var wanted = outcome ?? Usual(table);
        var shape = shaped ?? operation;
        foreach (var (status, media) in Places(document, shape, source))
        {
            foreach (var rule in Rules(table, wanted, source, status))
            {
                var dice = new Dice(seed, $"{shape.Operation.Id}/{source}/{status}");
                // An example is the author's own word and is not changed: one that means another outcome is passed over.
                var bodies = Examples(document, media, request).Append(Obey(MadeUp(document, media, dice, request), rule));
                if (bodies.Select(body => Mean(operation.Operation, source, status, body)).FirstOrDefault(said => IsFinal(said, wanted)) is { } answer)
                    return answer;
            }
        }

        return null;
    }

    /// <summary>Any body that a response declares, with what the document's rules make of it.</summary>
    internal static MockAnswer OfStatus(MockDocument document, MockOperation operation, int status, long seed, JsonObject? request)
    {
        var media = Media(document, Response(document, operation, status));
        var body = Examples(document, media, request).FirstOrDefault() ?? MadeUp(document, media, new Dice(seed, $"{operation.Operation.Id}/{status}"), request);
        return Mean(operation.Operation, ReplySource.Response, status, body);
    }

    /// <summary>What a body means, and what an activity makes of it.</summary>
    internal static MockAnswer Mean(AgencyOperation operation, ReplySource source, int? status, JsonNode? body)
    {
        var reply = new Reply(source, source == ReplySource.Callback ? null : status, body?.ToJsonString(_plain) ?? "");
        var meaning = ReplyClassifier.Classify(operation.Replies, reply);
        return new MockAnswer(source == ReplySource.Callback ? null : status, body, meaning.Class, meaning.Outcome, NextSteps.Outputs(operation, reply));
    }

    /// <summary>Puts a value where a pointer leads, making the objects on the way.</summary>
    internal static JsonNode Put(JsonNode? body, string pointer, JsonNode? value)
    {
        if (pointer.Length == 0)
            return value ?? new JsonObject();
        var root = body as JsonObject ?? [];
        var parts = pointer[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        var at = root;
        foreach (var part in parts[..^1])
        {
            if (at[part] is not JsonObject below)
                at[part] = below = [];
            at = below;
        }

        at[parts[^1]] = value;
        return root;
    }

    // Where a final answer can stand: success first, then other declared statuses, by which rules may call an answer final as well.
    private static IEnumerable<(int Status, JsonObject? Media)> Places(MockDocument document, MockOperation operation, ReplySource source)
    {
        if (source == ReplySource.Callback)
        {
            var callback = CallbackRequest(document, operation);
            return callback is null ? [] : [(0, Media(document, callback))];
        }

        var declared = (operation.Node["responses"] as JsonObject ?? []).Select(response => response.Key)
            .Select(key => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : key is "default" or "2XX" or "2xx" ? 200 : 0)
            .Where(status => status > 0).Distinct().ToList();
        if (declared.Count == 0)
            declared.Add(200);
        return declared.OrderBy(status => status is >= 200 and < 300 && status != 202 ? 0 : 1).ThenBy(status => status)
            .Select(status => (status, Media(document, Response(document, operation, status))));
    }

    private static IEnumerable<ReplyRule?> Rules(ReplyTable table, string wanted, ReplySource source, int status)
    {
        IEnumerable<ReplyRule?> rules = table.Rules.Where(rule =>
            rule.Class is ReplyClass.Done or ReplyClass.AlreadyDone && (rule.Outcome ?? ReplyTable.DefaultOutcome) == wanted
            && (rule.Source is null || rule.Source == source)
            && (source == ReplySource.Callback ? rule.Statuses.IsEmpty : rule.Statuses.IsEmpty || rule.Statuses.Any(range => range.Contains(status))));
        // Without any rule the answer is final by its status.
        return table.NamesFinalAnswers ? rules : [(ReplyRule?)null];
    }

    // Documents often name refusals first, by their status; what agencies usually say is a success.
    private static string Usual(ReplyTable table) =>
        table.Rules.FirstOrDefault(rule => rule.Class == ReplyClass.Done && (rule.Statuses.IsEmpty || rule.Statuses.Any(range => range.First is >= 200 and < 300))) is { } rule
            ? rule.Outcome ?? ReplyTable.DefaultOutcome : table.Outcomes[0];

    private static bool IsFinal(MockAnswer said, string wanted) => said.Class is ReplyClass.Done or ReplyClass.AlreadyDone && said.Outcome == wanted;

    private static IEnumerable<JsonNode?> Examples(MockDocument document, JsonObject? media, JsonObject? request) =>
        (media?["examples"] as JsonObject ?? []).Select(example => (document.Schemas.Follow(example.Value) as JsonObject)?["value"])
            .Prepend(media?["example"]).OfType<JsonNode>()
            .Select(example => Repeat(example.DeepClone(), request, document.Schemas.Flat(media!["schema"])));

    private static JsonNode? MadeUp(MockDocument document, JsonObject? media, Dice dice, JsonObject? request) =>
        media is null ? null : Repeat(document.Values.Make(media["schema"], dice), request, document.Schemas.Flat(media["schema"]));

    // An answer that names the dossier names the one that was asked about.
    private static JsonNode? Repeat(JsonNode? body, JsonObject? request, JsonObject schema)
    {
        if (body is not JsonObject members || request is null)
            return body;
        foreach (var (name, value) in request)
        {
            if (members[name] is { } made && value is JsonValue && made.GetValueKind() == value.GetValueKind() && schema["properties"]?[name]?["enum"] is null)
                members[name] = value.DeepClone();
        }

        return members;
    }

    private static JsonNode? Obey(JsonNode? made, ReplyRule? rule)
    {
        if (rule is null)
            return made;
        if (rule.Pointer is { } pointer && !(rule.EqualTo.IsEmpty && Has(made, pointer)))
            made = Put(made, pointer, rule.EqualTo.IsEmpty ? JsonValue.Create("x") : JsonNode.Parse(rule.EqualTo[0].GetRawText()));
        if (rule.Text is { } text && made?.ToJsonString(_plain).Contains(text, StringComparison.OrdinalIgnoreCase) != true)
            made = Put(made, "/message", text);
        return made;
    }

    private static bool Has(JsonNode? body, string pointer) =>
        body is not null && Workflows.Data.JsonPointer.TryFind(JsonSerializer.SerializeToElement(body), pointer, out _);

    /// <summary>The declared response of a status, or null.</summary>
    internal static JsonObject? Response(MockDocument document, MockOperation operation, int status)
    {
        var responses = operation.Node["responses"] as JsonObject;
        var exact = status.ToString(CultureInfo.InvariantCulture);
        return document.Schemas.Follow(responses?[exact] ?? responses?[exact[..1] + "XX"] ?? responses?[exact[..1] + "xx"] ?? responses?["default"]) as JsonObject;
    }

    /// <summary>The first declared callback's request, or null.</summary>
    internal static JsonObject? CallbackRequest(MockDocument document, MockOperation operation) =>
        (operation.Node["callbacks"] as JsonObject ?? []).Select(callback => document.Schemas.Follow(callback.Value) as JsonObject)
            .SelectMany(callback => callback ?? []).Select(item => document.Schemas.Follow(item.Value) as JsonObject)
            .SelectMany(item => item ?? []).Select(method => (method.Value as JsonObject)?["requestBody"])
            .Select(body => document.Schemas.Follow(body) as JsonObject).FirstOrDefault(body => body is not null);

    private static JsonObject? Media(MockDocument document, JsonObject? part) =>
        (part?["content"] as JsonObject ?? []).Where(media => BodyReader.IsJson(media.Key)).Select(media => document.Schemas.Follow(media.Value) as JsonObject).FirstOrDefault();
}
