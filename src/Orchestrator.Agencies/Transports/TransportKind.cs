namespace Orchestrator.Agencies.Transports;

/// <summary>How calls reach an agency: <c>Agencies:&lt;code&gt;:Transport</c>.</summary>
public enum TransportKind
{
    /// <summary>HTTPS straight to the agency.</summary>
    Direct,

    /// <summary>Through an X-Road security server (REST message protocol, version 1).</summary>
    XRoad,

    /// <summary>Through a sharing platform (LGSP) whose token service gives the access token.</summary>
    Gateway,
}
