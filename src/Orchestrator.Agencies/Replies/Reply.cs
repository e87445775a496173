using System.Text.Json;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Replies;

/// <summary>What came back from an agency.</summary>
/// <param name="Source">Which way it came.</param>
/// <param name="Status">HTTP status; null for a callback, and when no answer came.</param>
/// <param name="Body">The body as text; empty for none.</param>
/// <param name="RetryAfter">How long the agency asks to wait, or null.</param>
/// <param name="Silence">Why no answer came (<c>timeout</c>, <c>connection</c>, …), or null when one came.</param>
public sealed record Reply(ReplySource Source, int? Status, string Body, TimeSpan? RetryAfter = null, string? Silence = null)
{
    /// <summary>No answer came.</summary>
    public static Reply None(ReplySource source, string silence) => new(source, null, "", null, silence);

    /// <summary>True when files came: the body then is what the case sees of them.</summary>
    public bool HasFiles { get; init; }

    /// <summary>What the body must meet when it came in parts; null for what the operation says of JSON.</summary>
    public ValueSchema? Schema { get; init; }

    /// <summary>The body as JSON, or null when it is none.</summary>
    public JsonElement? Json { get; } = Parse(Body);

    /// <summary>
    /// True when something came that is no JSON at all: a page of a proxy, a maintenance notice, half an answer. It says nothing about the call,
    /// so that the call can be made again with the same key.
    /// </summary>
    public bool IsGarbled => Json is null && !string.IsNullOrWhiteSpace(Body);

    private static JsonElement? Parse(string body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a reply means.</summary>
/// <param name="Class">For the call.</param>
/// <param name="Outcome">The port to take, for final answers; else null.</param>
/// <param name="IsKnown">False when no rule of the document spoke of it.</param>
/// <param name="Reason">One line for the support desk, without anything from the body.</param>
public sealed record Classification(ReplyClass Class, string? Outcome, bool IsKnown, string Reason)
{
    /// <summary>Stable code of a particular reason (<c>schema-mismatch</c>), or null.</summary>
    public string? Code { get; init; }
}
