using System.Collections.Immutable;
using System.Text;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>What a call carries to prove who makes it, from the document's schemes and configuration's secrets. Pure.</summary>
internal abstract record Credentials
{
    private Credentials() { }

    /// <summary>Configuration has what one alternative of the document needs.</summary>
    /// <param name="Headers">Secrets.</param>
    /// <param name="Query">Secrets for the query, escaped.</param>
    public sealed record Ready(ImmutableArray<KeyValuePair<string, string>> Headers, ImmutableArray<string> Query) : Credentials
    {
        // Neither logs nor messages may show a secret.
        public override string ToString() => $"{Headers.Length} headers, {Query.Length} query parameters";

        /// <summary>The request with the secrets of the query in its address.</summary>
        public AgencyRequest On(AgencyRequest request) => Query.IsEmpty
            ? request
            : request with { Address = new Uri(request.Address.AbsoluteUri + (request.Address.Query.Length > 0 ? "&" : "?") + string.Join('&', Query)) };
    }

    /// <summary>Configuration lacks a secret.</summary>
    /// <param name="Message">"Expected …, but …; do …", without any secret.</param>
    public sealed record Missing(string Message) : Credentials;

    /// <summary>Finds them for the first alternative that configuration has everything for.</summary>
    /// <param name="agency">Whom the call goes to.</param>
    /// <param name="operation">What is called.</param>
    /// <param name="setting">A value below <c>Agencies:&lt;code&gt;</c>, or null.</param>
    public static Credentials Find(AgencyDocument agency, AgencyOperation operation, Func<string, string?> setting)
    {
        ImmutableArray<KeyValuePair<string, string>> shared = setting("ApiKey") is { } key ? [KeyValuePair.Create(setting("ApiKeyHeader") ?? "X-Api-Key", key)] : [];
        if (operation.Security.IsEmpty)
            return new Ready(shared, []);
        string? missing = null;
        foreach (var alternative in operation.Security)
        {
            var found = Collect(alternative, setting, out var lacks);
            if (found is not null)
                return found;
            missing ??= lacks;
        }

        // What holds for every call to the agency may be all that it asks for.
        return !shared.IsEmpty || setting("Token:ClientId") is not null
            ? new Ready(shared, [])
            : new Missing($"Expected the secret that {agency.Name.En} asks for in '{operation.Name.En}', but there is none; set Agencies:{agency.Code}:{missing}, then retry.");
    }

    private static Ready? Collect(SecurityAlternative alternative, Func<string, string?> setting, out string? missing)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var query = ImmutableArray.CreateBuilder<string>();
        var cookies = new List<string>();
        foreach (var scheme in alternative.Schemes)
        {
            missing = Add(scheme, setting, headers, query, cookies);
            if (missing is not null)
                return null;
        }

        missing = null;
        if (cookies.Count > 0)
            headers.Add(KeyValuePair.Create("Cookie", string.Join("; ", cookies)));
        return new Ready(headers.ToImmutable(), query.ToImmutable());
    }

    /// <summary>Adds one scheme's secret; returns the key that configuration lacks.</summary>
    private static string? Add(
        SecurityScheme scheme, Func<string, string?> setting, ImmutableArray<KeyValuePair<string, string>>.Builder headers, ImmutableArray<string>.Builder query, List<string> cookies)
    {
        var own = $"Security:{scheme.Name}:";
        switch (scheme)
        {
            case SecurityScheme.ApiKey(_, var place, var name):
                if ((setting(own + "Key") ?? setting("ApiKey")) is not { } key)
                    return own + "Key";
                if (place == PlaceKind.Header)
                    headers.Add(KeyValuePair.Create(name, key));
                else if (place == PlaceKind.Query)
                    query.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(key)}");
                else
                    cookies.Add($"{name}={Uri.EscapeDataString(key)}");
                return null;
            case SecurityScheme.Bearer:
                if (setting(own + "Token") is not { } token)
                    return own + "Token";
                headers.Add(KeyValuePair.Create("Authorization", $"Bearer {token}"));
                return null;
            case SecurityScheme.Basic:
                if (setting(own + "UserName") is not { } user || setting(own + "Password") is not { } password)
                    return own + "UserName and :Password";
                headers.Add(KeyValuePair.Create("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))));
                return null;
            case SecurityScheme.ClientCredentials:
                // The token service is named by configuration alone: a document must not send our secret to a host of its own choice.
                return setting("Token:Url") is not null && setting("Token:ClientId") is not null && setting("Token:ClientSecret") is not null
                    ? null : "Token:Url, :Token:ClientId and :Token:ClientSecret";
            default:
                return setting("ClientCertificate:Path") is not null ? null : "ClientCertificate:Path";
        }
    }
}
