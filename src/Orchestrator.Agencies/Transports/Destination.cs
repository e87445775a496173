using System.Collections.Immutable;

namespace Orchestrator.Agencies.Transports;

/// <summary>Everything about one try that is not the request itself.</summary>
/// <param name="Agency">Code of the agency, whose connections are used.</param>
/// <param name="Kind">How it is reached.</param>
/// <param name="Client">Certificates.</param>
/// <param name="Tokens">Where the access token comes from, or null for none.</param>
/// <param name="Headers">Headers of credential and transport. Secrets.</param>
internal sealed record Destination(
    string Agency, TransportKind Kind, ClientSettings Client, TokenSettings? Tokens, ImmutableArray<KeyValuePair<string, string>> Headers);
