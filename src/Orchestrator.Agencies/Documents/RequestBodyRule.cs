namespace Orchestrator.Agencies.Documents;

/// <summary>How the body of a request is written.</summary>
/// <param name="Format">Its kind.</param>
/// <param name="MediaType">As the document names it; the key of its content.</param>
public sealed record RequestBodyRule(BodyFormat Format, string MediaType);

/// <summary>Kinds of request body.</summary>
public enum BodyFormat
{
    /// <summary>JSON.</summary>
    Json,

    /// <summary>Fields of a form (<c>application/x-www-form-urlencoded</c>).</summary>
    Form,

    /// <summary>Parts, files among them (<c>multipart/form-data</c>).</summary>
    Multipart,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>One file.</summary>
    Binary,
}
