using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>An agency as its OpenAPI document describes it. Pure data: reading it again gives an equal document.</summary>
public sealed record AgencyDocument
{
    /// <summary>Stable code, for example <c>public-security</c>; the key of its configuration <c>Agencies:&lt;code&gt;</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown to people.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>First server of the document, or null when configuration must give the address.</summary>
    public Uri? Server { get; init; }

    /// <summary>How much the agency takes at once.</summary>
    public CallLimits Limits { get; init; } = CallLimits.Default;

    /// <summary>Operations that could be mapped, in document order.</summary>
    public ImmutableArray<AgencyOperation> Operations { get; init; } = [];

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
