using System.Collections.Immutable;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Retries;

namespace Orchestrator.Agencies.Documents;

/// <summary>One operation of an agency.</summary>
public sealed record AgencyOperation
{
    /// <summary>The document's <c>operationId</c>.</summary>
    public required string Id { get; init; }

    /// <summary>HTTP method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Path below the server, with <c>{name}</c> for path parameters.</summary>
    public required string Path { get; init; }

    /// <summary>Name shown to people.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Help text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>False keeps it out of the palette, for example an operation that is only polled.</summary>
    public bool IsActivity { get; init; } = true;

    /// <summary>Inputs: parameters, then the properties of the body.</summary>
    public ImmutableArray<OperationInput> Inputs { get; init; } = [];

    /// <summary>Outputs: the properties of all answers.</summary>
    public ImmutableArray<OperationOutput> Outputs { get; init; } = [];

    /// <summary>How replies are understood.</summary>
    public required ReplyTable Replies { get; init; }

    /// <summary>Where the idempotency key goes.</summary>
    public required ValuePlace Idempotency { get; init; }

    /// <summary>Where the callback URL goes; null for an operation that answers at once.</summary>
    public ValuePlace? CallbackUrl { get; init; }

    /// <summary>Longest wait for the final answer, or null for no end.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How to ask for the answer when no callback comes, or null.</summary>
    public PollRule? Poll { get; init; }

    /// <summary>How often an answer <c>not-yet</c> is asked for again.</summary>
    public RetryRule Retry { get; init; } = RetryRule.Default;

    /// <summary>Longest wait for one HTTP answer.</summary>
    public TimeSpan Timeout { get; init; } = CallLimits.Default.Timeout;

    /// <summary>How it is undone, or null.</summary>
    public CompensationRule? Compensation { get; init; }

    /// <summary>How the agency is asked later what it holds of the call, or null.</summary>
    public StatusInquiryRule? StatusInquiry { get; init; }

    /// <summary>The order in which the agency takes statuses, or null.</summary>
    public StatusOrderRule? StatusOrder { get; init; }

    /// <summary>How the body is written, or null when the document declares none.</summary>
    public RequestBodyRule? Body { get; init; }

    /// <summary>How calls prove who makes them; empty when the document asks for nothing.</summary>
    public ImmutableArray<SecurityAlternative> Security { get; init; } = [];

    /// <summary>Answers that bring files.</summary>
    public ImmutableArray<AnswerFile> AnswerFiles { get; init; } = [];

    /// <summary>Callbacks that bring files.</summary>
    public ImmutableArray<AnswerFile> CallbackFiles { get; init; } = [];

    /// <summary>What requests and answers must meet.</summary>
    public OperationSchemas Schemas { get; init; } = OperationSchemas.None;

    /// <summary>Ports that an answer can take, in the order of the table.</summary>
    public ImmutableArray<string> Outcomes => Replies.Outcomes;
}

/// <summary>Where a value goes in a request.</summary>
/// <param name="Kind">Which part of the request.</param>
/// <param name="Name">Header name, query parameter, cookie or top-level body property.</param>
public sealed record ValuePlace(PlaceKind Kind, string Name);

/// <summary>A part of a request.</summary>
public enum PlaceKind
{
    /// <summary>A <c>{name}</c> in the path.</summary>
    Path,

    /// <summary>A query parameter.</summary>
    Query,

    /// <summary>A header.</summary>
    Header,

    /// <summary>A top-level property of the JSON body, or a field or part of a form.</summary>
    Body,

    /// <summary>The body as a whole.</summary>
    WholeBody,

    /// <summary>A cookie.</summary>
    Cookie,
}

/// <summary>How to ask for an answer when no callback comes.</summary>
/// <param name="OperationId">The operation to ask.</param>
/// <param name="After">Wait before the first question.</param>
/// <param name="Interval">Wait between questions; grows.</param>
/// <param name="Parameters">Wire names of the asked operation's inputs and JSON pointers into the answer that accepted the request.</param>
public sealed record PollRule(string OperationId, TimeSpan After, TimeSpan Interval, ImmutableArray<KeyValuePair<string, string>> Parameters);
