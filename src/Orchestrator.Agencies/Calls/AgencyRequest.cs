using System.Collections.Immutable;

namespace Orchestrator.Agencies.Calls;

/// <summary>An HTTP request ready to be sent, as data.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">Absolute address.</param>
/// <param name="Headers">Headers in order.</param>
/// <param name="Body">JSON in UTF-8, or null for none.</param>
public sealed record AgencyRequest(HttpMethod Method, Uri Address, ImmutableArray<KeyValuePair<string, string>> Headers, byte[]? Body);

/// <summary>What building a request came to.</summary>
public abstract record RequestBuild
{
    private RequestBuild() { }

    /// <summary>It can be sent.</summary>
    public sealed record Built(AgencyRequest Request) : RequestBuild;

    /// <summary>A value does not fit its place; no try can succeed.</summary>
    /// <param name="Message">"Expected …, but …; do …", without the value.</param>
    public sealed record Impossible(string Message) : RequestBuild;
}
