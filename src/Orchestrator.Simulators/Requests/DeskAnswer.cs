namespace Orchestrator.Simulators.Requests;

/// <summary>What the desk says to one request.</summary>
internal abstract record DeskAnswer
{
    private DeskAnswer() { }

    /// <summary>The final answer, JSON; an empty text for no body.</summary>
    public sealed record Final(int Status, string Body) : DeskAnswer;

    /// <summary>The final answer follows by callback, or is polled for.</summary>
    /// <param name="RequestId">Names the request.</param>
    /// <param name="Status">HTTP status, usually 202.</param>
    /// <param name="Body">What is said meanwhile, JSON; an empty text for no body.</param>
    public sealed record Later(string RequestId, int Status, string Body) : DeskAnswer;

    /// <summary>No answer can be given; a problem.</summary>
    public sealed record Problem(int Status, string Code, string Detail) : DeskAnswer
    {
        /// <summary>A problem with the places that are wrong.</summary>
        public Problem(int status, string code, string detail, IReadOnlyList<RequestFault> errors) : this(status, code, detail) => Errors = errors;

        /// <summary>What is wrong where.</summary>
        public IReadOnlyList<RequestFault> Errors { get; } = [];

        /// <summary>How long to wait before the next try, or null.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}
