using Microsoft.Extensions.Configuration;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>What configuration says about agencies; read at each call, so that a changed key or address needs no restart.</summary>
internal sealed class AgencySettings(IConfiguration configuration)
{
    private const string DefaultPublicAddress = "http://127.0.0.1:5080";

    /// <summary>Base address of an agency: <c>Agencies:&lt;code&gt;:BaseUrl</c>, else the document's server, else null.</summary>
    public Uri? Server(AgencyDocument agency) =>
        configuration[$"Agencies:{agency.Code}:BaseUrl"] is { Length: > 0 } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null
            : agency.ServerFor(
                configuration[$"Agencies:{agency.Code}:Environment"] ?? configuration["Agencies:Environment"],
                name => configuration[$"Agencies:{agency.Code}:Variables:{name}"]);

    /// <summary>Header and value that <c>Agencies:&lt;code&gt;:ApiKey</c> asks for, or null. The value is a secret.</summary>
    public KeyValuePair<string, string>? Credential(AgencyDocument agency) =>
        configuration[$"Agencies:{agency.Code}:ApiKey"] is { Length: > 0 } key
            ? KeyValuePair.Create(configuration[$"Agencies:{agency.Code}:ApiKeyHeader"] is { Length: > 0 } header ? header : "X-Api-Key", key)
            : null;

    /// <summary>Where an agency sends the answer that a token stands for.</summary>
    public Uri CallbackUrl(string token)
    {
        var address = configuration["Public:BaseUrl"] is { Length: > 0 } text ? text : DefaultPublicAddress;
        return new Uri($"{address.TrimEnd('/')}/api/v1/callbacks/{token}");
    }
}
