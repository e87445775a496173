using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Agencies;
using Orchestrator.Simulators.Faults;
using Orchestrator.Simulators.Ledger;
using Text = Orchestrator.Simulators.Agencies.Text;

namespace Orchestrator.Simulators.Requests;

/// <summary>
/// Decides a request and writes the decision down before anybody hears of it. The same idempotency key gives the same answer; the same thing under
/// another key is written down as a double and answered 409 with the first answer.
/// </summary>
internal sealed class RequestDesk(RegistrationLedger ledger, SimulatorOptions options, TimeProvider time)
{
    private static readonly TimeSpan _vietNam = TimeSpan.FromHours(7);
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Judge _judge = new(ledger);

    /// <summary>Takes a request on.</summary>
    public DeskAnswer Receive(Operation operation, string? key, Uri? callbackUrl, JsonObject body, IReadOnlyList<Fault> faults, Uri baseUrl)
    {
        if (operation.Required.FirstOrDefault(member => body[member] is null) is { } missing)
            return new DeskAnswer.Problem(422, "missing-member", $"Expected member '{missing}', but the body has none; add it as the agency's document says.");
        var hash = Hash(body.ToJsonString(_plain));
        lock (ledger.Gate)
        {
            // Without a key every request is one of its own.
            key ??= "none-" + ledger.Next("keyless").ToString(CultureInfo.InvariantCulture);
            return ledger.Find(operation.Id, key) is { } known ? Repeat(known, hash, callbackUrl) : Decide(operation, key, hash, callbackUrl, body, faults, baseUrl);
        }
    }

    /// <summary>The answer to a question for a request by its id.</summary>
    public DeskAnswer Ask(Operation operation, string requestId) => ledger.FindById(operation.Id, requestId) switch
    {
        null => new DeskAnswer.Problem(404, "unknown-request", $"Expected a request id of {operation.Id}, but there is none like this; ask with the id of the answer 202."),
        var known when known.ReadyAt > time.GetUtcNow() => new DeskAnswer.Final(200, Json(new JsonObject { ["requestId"] = requestId, ["outcome"] = "processing" })),
        var known => new DeskAnswer.Final(200, known.Answer),
    };

    /// <summary>What the agency holds for a dossier: the newest answer, or that it was taken back since.</summary>
    public DeskAnswer Look(Operation operation, string dossier)
    {
        lock (ledger.Gate)
        {
            if (ledger.FindNewest(operation.Id, dossier) is not { } newest)
                return new DeskAnswer.Problem(404, "unknown-dossier", $"Expected a dossier that {operation.Id} knows, but there is none like this.");
            if (newest.ReadyAt > time.GetUtcNow())
                return new DeskAnswer.Final(200, Json(new JsonObject { ["outcome"] = "processing" }));
            var answer = JsonNode.Parse(newest.Answer)!.AsObject();
            if (Text.Of(answer, "outcome") == operation.Success && !ledger.IsRegistered(newest.RequestId))
                answer["outcome"] = "cancelled";
            return new DeskAnswer.Final(200, Json(answer));
        }
    }

    private DeskAnswer Repeat(KnownRequest known, string hash, Uri? callbackUrl)
    {
        if (known.BodyHash != hash)
            return new DeskAnswer.Problem(422, "key-reused", "Expected the same body for the same Idempotency-Key, but it differs; use a new key for a new request.");
        return callbackUrl is not null && ledger.Redirect(known.RequestId, callbackUrl)
            ? Later(known.RequestId)
            : new DeskAnswer.Final(known.Status, known.Answer);
    }

    private DeskAnswer Decide(Operation operation, string key, string hash, Uri? callbackUrl, JsonObject body, IReadOnlyList<Fault> faults, Uri baseUrl)
    {
        var dossier = Text.Of(body, "dossierNumber");
        var likeness = operation.Likeness is { } like ? Hash(like(body)) : null;
        var identity = operation.Identity is { } identify ? likeness is null ? identify(body) : Hash(identify(body)) : null;
        var requestId = string.Create(CultureInfo.InvariantCulture, $"{operation.Id}-{ledger.Next("request/" + operation.Id):000000}");
        var request = new NewRequest(operation.Agency, operation.Id, key, requestId, hash, dossier);

        // The same child of the same mother in another dossier is for a person to judge; in the same dossier it is a double.
        var isLikeAnother = likeness is not null && ledger.HasLike(operation.Id, likeness, dossier);
        if (identity is not null && !isLikeAnother && !Judge.IsConfirmed(body) && ledger.FindRegistered(operation.Id, identity) is { } first)
            return Finish(request with { Status = operation.CallsBack && !operation.IsRepeatable ? 409 : 200, Answer = first.Answer, Outcome = operation.Success, Registered = new Registration(identity, likeness, !operation.IsRepeatable) });

        var end = _judge.Find(operation, body, dossier, likeness, faults);
        var cancelled = operation.Cancels is { } cancels ? ledger.FindLive(cancels.OperationId, cancels.Member, Text.Of(body, cancels.Member)) : null;
        if (operation.Cancels is not null && cancelled is null)
            end ??= new UnhappyEnd("refused", "Không có đăng ký này.");
        if (end is { Outcome: "not-yet" })
            return new DeskAnswer.Problem(425, "not-yet", end.Reason);

        var answer = end?.ToAnswer() ?? operation.Do(new Work(body, ledger.Next("number/" + operation.Id), Today(), baseUrl));
        var outcome = Text.Of(answer, "outcome") is { Length: > 0 } other ? other : operation.Success;
        answer["outcome"] = outcome;
        if (operation.CallsBack)
            answer["requestId"] = requestId;
        request = request with { Answer = Json(answer), Outcome = outcome };
        if (outcome == operation.Success && identity is not null)
            request = request with { Registered = new Registration(identity, likeness, !operation.IsRepeatable && !Judge.IsConfirmed(body)), Cancels = cancelled };
        if (operation.CallsBack && callbackUrl is not null && options.Mode == AnswerMode.Callback)
            request = request with { CallbackUrl = callbackUrl, Callbacks = FaultTimes.Callbacks(faults, options, time.GetUtcNow()) };

        // What is lost cannot be found by its dossier or its key; only the answer that is under way still arrives.
        return Finish(faults.Any(fault => fault.Kind == FaultKind.Forget) ? request with { Key = "lost-" + requestId, Dossier = "", Registered = null } : request);
    }

    private DeskAnswer Finish(NewRequest request)
    {
        ledger.Write(request with { ReadyAt = request.Callbacks is [var due, ..] ? due : time.GetUtcNow() });
        return request.CallbackUrl is not null ? Later(request.RequestId) : new DeskAnswer.Final(request.Status, request.Answer);
    }

    private static DeskAnswer.Later Later(string requestId) => new(requestId, StatusCodes.Status202Accepted, Json(new JsonObject { ["requestId"] = requestId }));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Json(JsonObject answer) => answer.ToJsonString(_plain);

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(_vietNam).DateTime);
}
