using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>How a call proves who makes it. Secrets come from configuration, never from the document.</summary>
/// <param name="Name">Name in the document; part of the configuration's keys.</param>
public abstract record SecurityScheme(string Name)
{
    /// <summary>A secret in a header, query parameter or cookie.</summary>
    public sealed record ApiKey(string Name, PlaceKind Place, string Parameter) : SecurityScheme(Name);

    /// <summary>A fixed token, sent as <c>Authorization: Bearer</c>.</summary>
    public sealed record Bearer(string Name) : SecurityScheme(Name);

    /// <summary>User name and password.</summary>
    public sealed record Basic(string Name) : SecurityScheme(Name);

    /// <summary>OAuth 2.0 client credentials: a token that a token service gives for a while.</summary>
    /// <param name="Name">Name in the document.</param>
    /// <param name="TokenUrl">The token service, as the document names it.</param>
    /// <param name="Scopes">What is asked for.</param>
    public sealed record ClientCredentials(string Name, string TokenUrl, ImmutableArray<string> Scopes) : SecurityScheme(Name);

    /// <summary>A client certificate.</summary>
    public sealed record MutualTls(string Name) : SecurityScheme(Name);
}

/// <summary>Schemes that are needed together. An operation with several alternatives takes the first that configuration has the secrets for.</summary>
/// <param name="Schemes">All of them; none for a call that needs no proof.</param>
public sealed record SecurityAlternative(ImmutableArray<SecurityScheme> Schemes);
