using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Triggers;
using Orchestrator.Workflows.Activities.Http;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Http;

/// <summary>The HTTP endpoints that designers have drawn.</summary>
public interface IHttpEndpoints
{
    /// <summary>Finds what a request is for. Without a case or correlation id a workflow that the request starts comes before cases that wait.</summary>
    Task<EndpointMatch> FindAsync(EndpointAddress address, CancellationToken cancellationToken);

    /// <summary>Gives the request to what it is for, and waits for the answer that the case writes.</summary>
    /// <param name="endpoint">What <see cref="FindAsync"/> found.</param>
    /// <param name="request">The request.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <param name="actor">Who sent it.</param>
    /// <param name="cancellationToken">The sender has left; the case goes on.</param>
    Task<EndpointAnswer> ReceiveAsync(Endpoint endpoint, EndpointRequest request, TimeSpan patience, Actor actor, CancellationToken cancellationToken);
}

/// <summary>What a request says about where it goes.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Behind the base path, without slashes at its ends.</param>
/// <param name="CorrelationId">Only cases with this correlation id, or null.</param>
/// <param name="CaseId">Only this case, or null.</param>
public sealed record EndpointAddress(string Method, string Path, string? CorrelationId, CaseId? CaseId);

/// <summary>Something that takes a request.</summary>
public sealed class Endpoint
{
    internal Endpoint(HttpRoute route, IReadOnlyDictionary<string, object?> values, PublishedTrigger? trigger, WaitingCase? waiting) =>
        (Route, Values, Trigger, Waiting) = (route, values, trigger, waiting);

    /// <summary>What it demands of the request.</summary>
    public HttpRoute Route { get; }

    /// <summary>Parameters of the path.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    internal PublishedTrigger? Trigger { get; }

    internal WaitingCase? Waiting { get; }
}

/// <summary>A case that waits at an endpoint.</summary>
internal sealed record WaitingCase(CaseId CaseId, string BookmarkId);

/// <summary>A request as the case sees it.</summary>
/// <param name="RequestId">Unique; the case names it when it answers.</param>
/// <param name="Content">See <see cref="ReceiveRequest"/>.</param>
/// <param name="CorrelationId">Correlation id of a case that it starts, or null.</param>
/// <param name="IdempotencyKey">The sender's key: the same one starts one case, or null.</param>
/// <param name="BodyHash">SHA-256 of the body, hexadecimal.</param>
public sealed record EndpointRequest(string RequestId, JsonElement Content, string? CorrelationId, string? IdempotencyKey, string BodyHash);

/// <summary>What a request is for.</summary>
public abstract record EndpointMatch
{
    private EndpointMatch() { }

    /// <summary>One thing.</summary>
    public sealed record Found(Endpoint Endpoint) : EndpointMatch;

    /// <summary>Several: the sender must say which case is meant, or two definitions listen at one path.</summary>
    public sealed record Ambiguous : EndpointMatch;

    /// <summary>Something listens at the path, but to other methods.</summary>
    public sealed record WrongMethod(IReadOnlyList<string> Methods) : EndpointMatch;

    /// <summary>Nothing.</summary>
    public sealed record NotFound : EndpointMatch;
}

/// <summary>What the sender is answered.</summary>
public abstract record EndpointAnswer
{
    private EndpointAnswer() { }

    /// <summary>What the case wrote: <c>{status, content, contentType, headers}</c>.</summary>
    public sealed record Written(CaseId CaseId, JsonElement Response) : EndpointAnswer;

    /// <summary>The case has the request durably and writes no answer now.</summary>
    public sealed record Accepted(CaseId CaseId) : EndpointAnswer;

    /// <summary>The same key came with another body.</summary>
    public sealed record Conflict(CaseId CaseId) : EndpointAnswer;

    /// <summary>The activation strategy allows no case beside this one.</summary>
    public sealed record Refused(CaseId CaseId) : EndpointAnswer;

    /// <summary>The case waits there no longer.</summary>
    public sealed record Gone : EndpointAnswer;

    /// <summary>No node can write at the moment; nothing was stored.</summary>
    public sealed record Unavailable(string Message) : EndpointAnswer;
}
