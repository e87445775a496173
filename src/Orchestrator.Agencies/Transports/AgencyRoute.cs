using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Transports;

/// <summary>Where and how an agency is reached, as configuration says.</summary>
public abstract record AgencyRoute
{
    private AgencyRoute() { }

    /// <summary>It can be called.</summary>
    /// <param name="Kind">How.</param>
    /// <param name="Server">Base address that the operations' paths follow.</param>
    public sealed record Open(TransportKind Kind, Uri Server) : AgencyRoute
    {
        /// <summary>Identifiers of the message protocol; with <see cref="TransportKind.XRoad"/> only.</summary>
        public XRoadParties? XRoad { get; init; }
    }

    /// <summary>Configuration does not allow a call.</summary>
    /// <param name="Code"><c>address-missing</c>, <c>address-not-allowed</c> or <c>transport-invalid</c>.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Closed(string Code, string Message) : AgencyRoute
    {
        internal static Closed Missing(AgencyDocument agency) => new(
            "address-missing", $"Expected an http or https address of {agency.Name.En}, but there is none; set Agencies:{agency.Code}:BaseUrl, then retry.");

        internal static Closed NotAllowed(AgencyDocument agency, Uri server) => new(
            "address-not-allowed",
            $"Expected a host that configuration allows for {agency.Name.En}, but {server.Host} is named by the document alone; set Agencies:{agency.Code}:BaseUrl or add it to Agencies:AllowedHosts, then retry.");

        internal static Closed Invalid(AgencyDocument agency, string expected) => new(
            "transport-invalid", $"Expected {expected} for {agency.Name.En}, but found none; correct Agencies:{agency.Code}, then retry.");
    }
}
