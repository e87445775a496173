using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>An agency as its OpenAPI document describes it. Pure data: reading it again gives an equal document.</summary>
public sealed record AgencyDocument
{
    /// <summary>Stable code, for example <c>public-security</c>; the key of its configuration <c>Agencies:&lt;code&gt;</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown to people.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Version of its activities, from 1; a document that changed has the next one. Cases keep the version they were drawn with.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The version that the document itself states, or null when it is counted here.</summary>
    public int? StatedVersion { get; init; }

    /// <summary>True when nothing new is to call it; what calls it already goes on.</summary>
    public bool IsRetired { get; init; }

    /// <summary>Addresses of the document, in order; empty when configuration must give the address.</summary>
    public ImmutableArray<AgencyServer> Servers { get; init; } = [];

    /// <summary>Address of the first server with the defaults of its variables, or null.</summary>
    public Uri? Server => ServerFor(null, _ => null);

    /// <summary>How much the agency takes at once.</summary>
    public CallLimits Limits { get; init; } = CallLimits.Default;

    /// <summary>Operations that could be mapped, in document order.</summary>
    public ImmutableArray<AgencyOperation> Operations { get; init; } = [];

    /// <summary>The address in an environment: of the server with that <c>x-environment</c>, else of the first; null when there is none.</summary>
    /// <param name="environment">For example <c>test</c>, or null.</param>
    /// <param name="variable">What configuration says of a variable of the address, or null for its default.</param>
    public Uri? ServerFor(string? environment, Func<string, string?> variable) =>
        (Servers.FirstOrDefault(server => environment is not null && string.Equals(server.Environment, environment, StringComparison.OrdinalIgnoreCase))
            ?? Servers.FirstOrDefault())?.Address(variable);

    /// <summary>Finds an operation by its <c>operationId</c>, or null.</summary>
    public AgencyOperation? Find(string operationId) => Operations.FirstOrDefault(operation => operation.Id == operationId);
}

/// <summary>A text in the two languages of the product.</summary>
/// <param name="Vi">Vietnamese.</param>
/// <param name="En">English.</param>
public sealed record LocalizedText(string Vi, string En);

/// <summary>How much an agency takes at once.</summary>
/// <param name="Timeout">Longest wait for one HTTP answer.</param>
/// <param name="RequestsPerSecond">Calls started per second at most.</param>
/// <param name="Concurrency">Calls under way at most.</param>
public sealed record CallLimits(TimeSpan Timeout, double RequestsPerSecond, int Concurrency)
{
    /// <summary>10 seconds, 100 calls a second, 16 at once.</summary>
    public static CallLimits Default { get; } = new(TimeSpan.FromSeconds(10), 100, 16);
}
