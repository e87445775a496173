using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Replies;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;
using Orchestrator.Simulators.Requests;

namespace Orchestrator.Simulators.Mocks;

/// <summary>
/// Answers for an agency that only its document is known of: refuses what the document does not allow, answers the same key the same way, and gives
/// the final answer at once, by the declared callback or to the declared poll.
/// </summary>
internal sealed class MockDesk(MockDocument document, RegistrationLedger ledger, SimulatorOptions options, TimeProvider time)
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, RequestCheck> _checks =
        document.Operations.ToDictionary(operation => operation.Operation.Id, operation => new RequestCheck(document, operation), StringComparer.Ordinal);

    /// <summary>The kinds of body that an operation takes.</summary>
    public IReadOnlyList<MockBody> BodiesOf(MockOperation operation) => _checks[operation.Operation.Id].Bodies;

    /// <summary>Takes a request on.</summary>
    public DeskAnswer Receive(MockOperation operation, MockRequest request, IReadOnlyList<Fault> faults)
    {
        if (_checks[operation.Operation.Id].Faults(request) is { Count: > 0 } wrong)
            return Refuse(operation, wrong);
        if (operation.Operation.Method == HttpMethod.Get || operation.Operation.Method == HttpMethod.Head)
            return AskersOf(operation) is { Count: > 0 } askers ? Ask(operation, askers, request) : Look(operation, request, faults);
        var hash = Hash(request.Body?.ToJsonString(_plain) ?? "");
        lock (ledger.Gate)
        {
            // Without a key every request is one of its own.
            var key = request.At(operation.Operation.Idempotency) ?? request.Parameter("header", "Idempotency-Key")
                ?? "none-" + ledger.Next("keyless").ToString(CultureInfo.InvariantCulture);
            return ledger.Find(operation.Operation.Id, key) is { } known ? Repeat(operation, known, hash, request) : Decide(operation, key, hash, request, faults);
        }
    }

    private DeskAnswer Decide(MockOperation operation, string key, string hash, MockRequest request, IReadOnlyList<Fault> faults)
    {
        var id = operation.Operation.Id;
        var number = ledger.Next("number/" + id);
        var callbackUrl = options.Mode == AnswerMode.Callback ? CallbackPlace.Find(operation, request) : null;
        var isLater = options.Mode == AnswerMode.Callback && (callbackUrl is not null || operation.Operation.Poll is not null);
        var requestId = string.Create(CultureInfo.InvariantCulture, $"{id}-{number:000000}");
        var outcome = faults.FirstOrDefault(fault => fault.Kind == FaultKind.Outcome)?.Outcome;
        var accepted = isLater ? Accepted(operation, number, requestId, request) : null;
        var seen = accepted?.Body is JsonObject first ? Both(request.Body as JsonObject, first) : request.Body as JsonObject;
        var final = (callbackUrl is not null ? AnswerGenerator.Make(document, operation, ReplySource.Callback, SeedOf(number), outcome, seen) : null)
            ?? AnswerGenerator.Make(document, operation, ReplySource.Response, SeedOf(number), outcome, seen)
            ?? AnswerGenerator.Make(document, operation, ReplySource.Callback, SeedOf(number), outcome, seen);
        if (final is null)
            return new DeskAnswer.Problem(501, "no-answer", $"Expected an answer of {id} that means {outcome ?? "success"}, but its document describes none; add a reply rule or a response.");

        var times = callbackUrl is null ? [] : FaultTimes.Callbacks(faults, options, time.GetUtcNow());
        ledger.Write(new NewRequest(document.Agency.Code, id, key, requestId, hash, "")
        {
            Status = final.Status ?? 200,
            Answer = final.Body?.ToJsonString(_plain) ?? "",
            Outcome = final.Outcome ?? "",
            Registered = new Registration(hash, null, Counts: true),
            CallbackUrl = callbackUrl,
            Callbacks = times,
            ReadyAt = isLater ? times is [var due, ..] ? due : time.GetUtcNow() + options.CallbackDelay : time.GetUtcNow(),
        });
        return accepted is null ? Final(final.Status ?? 200, final.Body) : new DeskAnswer.Later(requestId, accepted.Status ?? 202, Text(accepted.Body));
    }

    private DeskAnswer Repeat(MockOperation operation, KnownRequest known, string hash, MockRequest request)
    {
        if (known.BodyHash != hash)
            return new DeskAnswer.Problem(422, "key-reused", "Expected the same body for the same idempotency key, but it differs; use a new key for a new request.");
        var isRedirected = CallbackPlace.Find(operation, request) is { } callbackUrl && ledger.Redirect(known.RequestId, callbackUrl);
        if (!isRedirected && known.ReadyAt <= time.GetUtcNow())
            return new DeskAnswer.Final(known.Status, known.Answer);
        var accepted = Accepted(operation, NumberOf(known.RequestId), known.RequestId, request);
        return new DeskAnswer.Later(known.RequestId, accepted.Status ?? 202, Text(accepted.Body));
    }

    private DeskAnswer Ask(MockOperation polled, List<MockOperation> askers, MockRequest request)
    {
        foreach (var asker in askers)
        {
            if (Asked(asker, request) is not { } known)
                continue;
            if (known.ReadyAt > time.GetUtcNow())
                return Pending(asker, polled, known.RequestId, request);
            var told = known.Answer.Length == 0 ? null : JsonNode.Parse(known.Answer);
            var said = AnswerGenerator.Mean(asker.Operation, ReplySource.Poll, 200, told);
            return said.Class is ReplyClass.Done or ReplyClass.AlreadyDone
                ? Final(200, told)
                : AnswerGenerator.Make(document, asker, ReplySource.Poll, SeedOf(NumberOf(known.RequestId)), null, told as JsonObject, polled) is { } made ? Final(made.Status ?? 200, made.Body) : Final(200, told);
        }

        return new DeskAnswer.Problem(404, "unknown-request", $"Expected the id of a request, but {polled.Operation.Id} knows none like this; ask with the id of the answer that accepted it.");
    }

    // The answer that by the document's own rules means that the final one is not there yet.
    private DeskAnswer Pending(MockOperation asker, MockOperation polled, string requestId, MockRequest request)
    {
        var seed = SeedOf(NumberOf(requestId));
        var rules = asker.Operation.Replies.Rules.Where(rule => rule.Class is ReplyClass.Accepted or ReplyClass.NotYet && rule.Source is null or ReplySource.Poll)
            .Select(rule => (Rule: rule, Status: rule.Statuses is [var range, ..] ? range.First : 200));
        // What the polled operation declares comes before what a rule alone speaks of.
        foreach (var (rule, status) in rules.OrderBy(candidate => AnswerGenerator.Response(document, polled, candidate.Status) is null))
        {
            var body = AnswerGenerator.OfStatus(document, polled, status, seed, request.Body as JsonObject).Body;
            if (rule.Pointer is { } pointer && rule.EqualTo is [var value, ..])
                body = AnswerGenerator.Put(body, pointer, JsonNode.Parse(value.GetRawText()));
            if (AnswerGenerator.Mean(asker.Operation, ReplySource.Poll, status, body).Class is ReplyClass.Accepted or ReplyClass.NotYet)
                return Final(status, body);
        }

        return new DeskAnswer.Problem(425, "not-yet", "Not decided yet; ask again later.");
    }

    private DeskAnswer Look(MockOperation operation, MockRequest request, IReadOnlyList<Fault> faults)
    {
        // What is looked up is answered the same way each time it is looked up.
        var asked = string.Join('&', request.Path.Concat(request.Query.Select(value => KeyValuePair.Create(value.Key, value.Value.ToString()))).OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));
        var seed = SeedOf(BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(asked))));
        var told = new JsonObject(request.Path.Select(value => KeyValuePair.Create<string, JsonNode?>(value.Key, value.Value)));
        var outcome = faults.FirstOrDefault(fault => fault.Kind == FaultKind.Outcome)?.Outcome;
        return AnswerGenerator.Make(document, operation, ReplySource.Response, seed, outcome, told) is { } answer
            ? Final(answer.Status ?? 200, answer.Body)
            : new DeskAnswer.Problem(501, "no-answer", $"Expected an answer of {operation.Operation.Id} that means {outcome ?? "success"}, but its document describes none; add a reply rule or a response.");
    }

    private MockAnswer Accepted(MockOperation operation, long number, string requestId, MockRequest request)
    {
        var answer = AnswerGenerator.OfStatus(document, operation, (int)HttpStatusCode.Accepted, SeedOf(number), request.Body as JsonObject);
        var body = answer.Body;
        foreach (var (_, pointer) in operation.Operation.Poll?.Parameters ?? [])
        {
            var made = body is null || !Workflows.Data.JsonPointer.TryFind(JsonSerializer.SerializeToElement(body), pointer, out var found) ? default : found;
            body = AnswerGenerator.Put(body, pointer, made.ValueKind == JsonValueKind.Number ? JsonValue.Create(number) : JsonValue.Create(requestId));
        }

        return answer with { Body = body };
    }

    private List<MockOperation> AskersOf(MockOperation polled) =>
        [.. document.Operations.Where(operation => operation.Operation.Poll?.OperationId == polled.Operation.Id)];

    private KnownRequest? Asked(MockOperation asker, MockRequest request)
    {
        var name = asker.Operation.Poll!.Parameters is [var first, ..] ? first.Key : "";
        if ((request.Parameter("path", name) ?? request.Parameter("query", name) ?? request.Parameter("header", name)) is not { } text)
            return null;
        return ledger.FindById(asker.Operation.Id, text)
            ?? (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? ledger.FindById(asker.Operation.Id, string.Create(CultureInfo.InvariantCulture, $"{asker.Operation.Id}-{number:000000}")) : null);
    }

    private static DeskAnswer.Problem Refuse(MockOperation operation, IReadOnlyList<RequestFault> faults)
    {
        var isBody = faults.Any(fault => fault.Place == RequestFault.Body);
        int[] statuses = isBody ? [422, 400] : [400, 422];
        var declared = statuses.FirstOrDefault(status => operation.Node["responses"]?[status.ToString(CultureInfo.InvariantCulture)] is not null, isBody ? 422 : 400);
        return new DeskAnswer.Problem(declared, "request-invalid", "Expected a request that the document describes, but it is not; correct the places that are named.", [.. faults]);
    }

    private static JsonObject Both(JsonObject? request, JsonObject accepted)
    {
        var both = request?.DeepClone() as JsonObject ?? [];
        foreach (var (name, value) in accepted)
            both[name] = value?.DeepClone();
        return both;
    }

    private long SeedOf(long number) => unchecked(options.Seed * 1_000_003L + number);

    private static long NumberOf(string requestId) => long.Parse(requestId.AsSpan(requestId.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);

    private static DeskAnswer.Final Final(int status, JsonNode? body) => new(status, Text(body));

    private static string Text(JsonNode? body) => body?.ToJsonString(_plain) ?? "";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
