namespace Orchestrator.Simulators.Requests;

/// <summary>Something in a request that the document does not allow.</summary>
/// <param name="Place"><c>body</c>, or where a parameter is: <c>path</c>, <c>query</c>, <c>header</c>, <c>cookie</c>.</param>
/// <param name="Pointer">JSON pointer into the body; of a parameter, its name and what is in it.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">"Expected …, but …; do …".</param>
internal sealed record RequestFault(string Place, string Pointer, string Code, string Message)
{
    public const string Body = "body";
}
