using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Transports;
using Orchestrator.Attachments;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Running;

namespace Orchestrator.Agencies.Calls;

/// <summary>Makes one try of a call: builds the request, sends it, understands the reply.</summary>
internal sealed partial class CallRunner(
    ICaseRuntime runtime, IEffectQueue queue, AgencyTransport transport, CallFiles files, AgencySettings settings, CallbackAddresses callbacks, CallReporter reporter,
    AgencyInstruments instruments, TimeProvider time, ILogger<CallRunner> logger) : ICallRunner
{
    /// <summary>A call that waited longer than this may have been settled meanwhile.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Bytes a second that the way to an agency carries at least: a call with files may take that much longer.</summary>
    private const int SlowestWay = 256 * 1024;

    /// <summary>What files add to the longest wait for an answer, in steps of this.</summary>
    private static readonly TimeSpan FileStep = TimeSpan.FromSeconds(10);

    public async Task<TryResult> TryAsync(AgencyCall call, CancellationToken cancellationToken)
    {
        using var activity = AgencyInstruments.StartCall(call);
        try
        {
            var result = await TryOnceAsync(call, cancellationToken);
            instruments.Count(call, result);
            if (result is TryResult.Answered { Meaning: var meaning, Exchange: var exchange })
            {
                activity.SetTag("orchestrator.agency.class", meaning.Class.Word());
                LogReply(call.Agency.Code, call.Operation.Id, call.Effect.CaseId, call.Effect.Effect.Id, meaning.Class.Word(), meaning.Reason, exchange.Duration.TotalMilliseconds);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception problem)
        {
            activity.SetStatus(ActivityStatusCode.Error);
            LogBroken(problem, call.Agency.Code, call.Operation.Id, call.Effect.CaseId, call.Effect.Effect.Id);
            return new TryResult.Broken(problem);
        }
    }

    public Task<bool> ReportAsync(AgencyCall call, TryResult result, bool isOpen, CancellationToken cancellationToken) =>
        reporter.ReportAsync(call, result, isOpen, cancellationToken);

    private async Task<TryResult> TryOnceAsync(AgencyCall call, CancellationToken cancellationToken)
    {
        var effect = call.Effect;
        if (time.GetUtcNow() - call.QueuedAt > Fresh)
        {
            if (await queue.FindAsync(effect.CaseId, effect.Effect.Id, cancellationToken) is not { } pending)
                return new TryResult.NotNeeded();
            effect = pending;
        }

        if (await PollInputsAsync(call, effect, cancellationToken) is { } known)
            return await PollAsync(call, effect, known, cancellationToken);

        // Without a way to ask, an accepted call is the agency's turn.
        if (effect.LastClass == ReplyClass.Accepted.Word() && call.Operation.Poll is null)
            return new TryResult.NotNeeded();

        var inputs = effect.Effect.Payload.TryGetProperty("inputs", out var given) ? given : default;
        if (await SendPredecessorsAsync(call, effect, inputs, cancellationToken) is { } stopped)
            return stopped;
        var callbackUrl = call.Operation.CallbackUrl is null ? null : callbacks.For(call.Operation, effect);
        return await SendAsync(call.Agency, call.Operation, call.Operation, effect, inputs, callbackUrl, ReplySource.Response, cancellationToken);
    }

    private async Task<JsonElement?> PollInputsAsync(AgencyCall call, PendingEffect effect, CancellationToken cancellationToken)
    {
        if (call.Operation.Poll is null || effect.Attempts == 0)
            return null;
        var state = await runtime.FindAsync(effect.CaseId, cancellationToken);
        return state is not null && state.Marks.TryGetValue(Receipt.MarkName(effect.Effect.Id), out var receipt) ? receipt : null;
    }

    private Task<TryResult> PollAsync(AgencyCall call, PendingEffect effect, JsonElement receipt, CancellationToken cancellationToken)
    {
        var polled = call.Agency.Find(call.Operation.Poll!.OperationId)!;
        var inputs = new JsonObject();
        foreach (var input in polled.Inputs)
        {
            if (receipt.TryGetProperty(input.Place.Name, out var value))
                inputs[input.Name] = JsonSerializer.SerializeToNode(value);
        }

        return SendAsync(call.Agency, polled, call.Operation, effect, JsonSerializer.SerializeToElement(inputs), null, ReplySource.Poll, cancellationToken);
    }

    private async Task<TryResult> SendAsync(
        AgencyDocument agency, AgencyOperation sent, AgencyOperation asked, PendingEffect effect, JsonElement inputs, Uri? callbackUrl,
        ReplySource source, CancellationToken cancellationToken)
    {
        var found = settings.Route(agency);
        if (found is AgencyRoute.Closed(var code, var reason))
            return new TryResult.Impossible(code, reason);
        var route = (AgencyRoute.Open)found;
        var credentials = settings.Credentials(agency, sent);
        if (credentials is Credentials.Missing(var lacks))
            return new TryResult.Impossible("credential-missing", lacks);
        var secrets = (Credentials.Ready)credentials;
        switch (RequestBuilder.Build(sent, route.Server, inputs, effect.Effect.IdempotencyKey, callbackUrl))
        {
            case RequestBuild.Built(var request):
                return await files.FindAsync(effect.CaseId, request, cancellationToken) switch
                {
                    FileSearch.Found(var ready) => await SendAsync(agency, sent, asked, effect, secrets.On(ready), To(agency, route, secrets, effect), source, cancellationToken),
                    FileSearch.Missing(var missing, var message, var owner) => new TryResult.Impossible(missing, message) { Owner = owner },
                    FileSearch.NotYet(var missing, var message) => new TryResult.NotReady(missing, message),
                    _ => throw new UnreachableException(),
                };
            case RequestBuild.Impossible(var wrong, var message):
                return new TryResult.Impossible(wrong, message);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<TryResult> SendAsync(
        AgencyDocument agency, AgencyOperation sent, AgencyOperation asked, PendingEffect effect, AgencyRequest request, Destination destination,
        ReplySource source, CancellationToken cancellationToken)
    {
        try
        {
            var exchange = await transport.SendAsync(destination, request, sent.Timeout + FileStep * Math.Ceiling(request.FileBytes / (SlowestWay * FileStep.TotalSeconds)), source, cancellationToken);
            return exchange.Reply.Silence == Silences.AddressNotAllowed
                ? new TryResult.Impossible(
                    "address-not-allowed",
                    $"Expected {agency.Name.En} at an address that calls may reach, but {request.Address.Host} is local, private or reserved; correct Agencies:{agency.Code}:BaseUrl or allow it, then retry.")
                : new TryResult.Answered(effect, exchange, Meaning(sent, asked, exchange));
        }
        catch (AttachmentDamagedException damaged)
        {
            return new TryResult.Impossible("attachment-damaged", damaged.Message) { Owner = "support" };
        }
    }

    private static Classification Meaning(AgencyOperation sent, AgencyOperation asked, Exchange exchange)
    {
        var meaning = exchange.Refusal ?? AnswerCheck.Apply(sent, exchange.Reply, ReplyClassifier.Classify(asked.Replies, exchange.Reply));
        return exchange.Proof is { } proof ? meaning with { Reason = $"{meaning.Reason}; {proof}" } : meaning;
    }

    private Destination To(AgencyDocument agency, AgencyRoute.Open route, Credentials.Ready secrets, PendingEffect effect)
    {
        var headers = secrets.Headers;
        if (route.XRoad is { } parties)
            headers = headers.AddRange(XRoadMessages.Headers(parties, Guid.CreateVersion7(time.GetUtcNow()).ToString(), effect.CaseId.ToString()));
        return new Destination(agency.Code, route.Kind, settings.Client(agency), settings.Tokens(agency), headers);
    }
}
