using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Runtime.Outbound;

namespace Orchestrator.Agencies.Transports;

/// <summary>
/// Connections to agencies, one pool per agency, so that certificates never mix and no agency waits for another's connections. Not logged: paths
/// and queries carry personal data.
/// </summary>
internal sealed class AgencyClients(AddressGuard guard, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, (ClientSettings Settings, HttpClient Client)> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<HttpClient> _retired = [];
    private readonly Lock _lock = new();

    /// <summary>The client for an agency; made anew when its settings changed.</summary>
    /// <exception cref="CertificateRefusedException">A certificate cannot be used.</exception>
    public HttpClient For(string agency, ClientSettings settings)
    {
        if (_clients.TryGetValue(agency, out var known) && known.Settings == settings)
            return known.Client;
        lock (_lock)
        {
            if (_clients.TryGetValue(agency, out known) && known.Settings == settings)
                return known.Client;
            // Calls under way end on the old connections.
            if (known.Client is { } old)
                _retired.Add(old);
            var client = Create(settings);
            _clients[agency] = (settings, client);
            return client;
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values.Select(entry => entry.Client).Concat(_retired))
            client.Dispose();
    }

    private HttpClient Create(ClientSettings settings)
    {
        var handler = GuardedConnections.CreateHandler(guard);
        var ssl = handler.SslOptions;
        if (Certificates.Load(settings, time.GetUtcNow()) is { } certificate)
        {
            ssl.ClientCertificates = [certificate];
            ssl.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        if (Certificates.Trusted(settings) is { } issuers)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            ssl.CertificateChainPolicy.CustomTrustStore.AddRange(issuers);
        }

        ssl.RemoteCertificateValidationCallback = (_, theirs, chain, errors) => Certificates.Accept(theirs, chain, errors);
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
