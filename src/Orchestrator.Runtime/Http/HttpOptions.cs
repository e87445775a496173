namespace Orchestrator.Runtime.Http;

/// <summary>HTTP from and to definitions; configuration section <c>Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>Where the paths of HTTP endpoints begin.</summary>
    public string BasePath { get; set; } = "/workflows";

    /// <summary>Hosts that definitions may send requests to, separated by commas; none unless configured.</summary>
    public string? AllowedHosts { get; set; }

    /// <summary>Whether those requests may reach this machine itself.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Whether those requests may reach private networks.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>How long a request that a definition sends waits for its answer.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a sender waits for the answer of a case, unless the endpoint says otherwise.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer that is read, and largest request that is taken, in bytes.</summary>
    public int LargestBody { get; set; } = 1024 * 1024;
}
