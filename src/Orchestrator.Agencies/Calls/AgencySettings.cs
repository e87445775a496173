using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Transports;
using Orchestrator.Runtime.Outbound;

namespace Orchestrator.Agencies.Calls;

/// <summary>What configuration says about agencies; read at each call, so that a changed key or address needs no restart.</summary>
internal sealed class AgencySettings(IConfiguration configuration, AddressGuard guard)
{
    private const string DefaultPublicAddress = "http://127.0.0.1:5080";

    /// <summary>Base address of an agency: <c>Agencies:&lt;code&gt;:BaseUrl</c>, else the document's server, else null.</summary>
    public Uri? Server(AgencyDocument agency) => Of(agency, "BaseUrl") is { } text
        ? Http(text)
        : agency.ServerFor(Of(agency, "Environment") ?? configuration["Agencies:Environment"], name => Of(agency, $"Variables:{name}"));

    /// <summary>Where and how calls to an agency go, or why they may not.</summary>
    public AgencyRoute Route(AgencyDocument agency)
    {
        if (Server(agency) is not { } server)
            return AgencyRoute.Closed.Missing(agency);
        // A document comes from outside: the host that it names is no more than a wish.
        if (Of(agency, "BaseUrl") is null && !(guard.AllowLoopback && server.IsLoopback) && !AllowedHosts.Parse(configuration["Agencies:AllowedHosts"]).Allows(server))
            return AgencyRoute.Closed.NotAllowed(agency, server);
        if (Of(agency, "Transport") is not { } name)
            return new AgencyRoute.Open(TransportKind.Direct, server);
        if (!Enum.TryParse<TransportKind>(name, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return AgencyRoute.Closed.Invalid(agency, $"Transport to be one of {string.Join(", ", Enum.GetNames<TransportKind>())}");
        if (kind == TransportKind.XRoad)
        {
            return XRoadParties.Read(Of(agency, "XRoad:Client"), Of(agency, "XRoad:Service"), Of(agency, "XRoad:UserId")) is { } parties
                ? new AgencyRoute.Open(kind, parties.At(server)) { XRoad = parties }
                : AgencyRoute.Closed.Invalid(agency, "XRoad:Client (instance/class/member/subsystem) and XRoad:Service (with the service's code at the end)");
        }

        return kind == TransportKind.Gateway && Tokens(agency) is null
            ? AgencyRoute.Closed.Invalid(agency, "Token:Url, Token:ClientId and Token:ClientSecret")
            : new AgencyRoute.Open(kind, server);
    }

    /// <summary>What a call to an operation carries to prove who makes it.</summary>
    public Credentials Credentials(AgencyDocument agency, AgencyOperation operation) => Calls.Credentials.Find(agency, operation, name => Of(agency, name));

    /// <summary>Where access tokens for an agency come from, or null when it takes none.</summary>
    public TokenSettings? Tokens(AgencyDocument agency) =>
        Http(Of(agency, "Token:Url")) is { } url && Of(agency, "Token:ClientId") is { } id && Of(agency, "Token:ClientSecret") is { } secret
            ? new TokenSettings(url, id, secret, Of(agency, "Token:Scope")) : null;

    /// <summary>Certificates of the connections to an agency.</summary>
    public ClientSettings Client(AgencyDocument agency) => ClientSettings.From(name => Of(agency, name));

    /// <summary>What an agency must prove when it calls back.</summary>
    public CallbackRules Callbacks(AgencyDocument agency) => new(
        Of(agency, "Callback:Secret"),
        Of(agency, "Callback:SignatureHeader") ?? CallbackRules.DefaultSignatureHeader,
        Of(agency, "Callback:TimestampHeader") ?? CallbackRules.DefaultTimestampHeader,
        TimeSpan.TryParse(Of(agency, "Callback:Tolerance"), CultureInfo.InvariantCulture, out var tolerance) ? tolerance : CallbackRules.DefaultTolerance,
        [.. (Of(agency, "Callback:CertificateThumbprints") ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Where an agency sends the answer that a token stands for.</summary>
    public Uri CallbackUrl(string token)
    {
        var address = configuration["Public:BaseUrl"] is { Length: > 0 } text ? text : DefaultPublicAddress;
        return new Uri($"{address.TrimEnd('/')}/api/v1/callbacks/{token}");
    }

    private string? Of(AgencyDocument agency, string name) => configuration[$"Agencies:{agency.Code}:{name}"] is { Length: > 0 } value ? value : null;

    private static Uri? Http(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
