namespace Orchestrator.Simulators.Requests;

/// <summary>What the desk says to one request.</summary>
internal abstract record DeskAnswer
{
    private DeskAnswer() { }

    /// <summary>The final answer, JSON.</summary>
    public sealed record Final(int Status, string Body) : DeskAnswer;

    /// <summary>The final answer follows by callback.</summary>
    public sealed record Accepted(string RequestId) : DeskAnswer;

    /// <summary>No answer can be given; a problem.</summary>
    public sealed record Problem(int Status, string Code, string Detail) : DeskAnswer;
}
