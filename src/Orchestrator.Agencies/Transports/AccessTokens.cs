using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization;

namespace Orchestrator.Agencies.Transports;

/// <summary>Access tokens of OAuth 2.0 client credentials (RFC 6749, section 4.4): one request per token, renewed before it ends.</summary>
internal sealed class AccessTokens(TimeProvider time)
{
    /// <summary>A token is renewed when this part of its life is over, so that none ends on its way.</summary>
    private const double Renewal = 0.9;

    private static readonly TimeSpan WithoutLife = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<TokenSettings, Held> _tokens = new();

    /// <summary>A token that is valid for now.</summary>
    /// <exception cref="TokenRefusedException">The token service gave none.</exception>
    public async Task<string> GetAsync(TokenSettings settings, HttpClient client, CancellationToken cancellationToken)
    {
        var held = _tokens.GetOrAdd(settings, _ => new Held());
        if (held.Current is { } current && current.RenewAt > time.GetUtcNow())
            return current.Value;
        // Whoever comes while a token is fetched waits for that one: a token service is not stormed either.
        await held.Gate.WaitAsync(cancellationToken);
        try
        {
            if (held.Current is { } fresh && fresh.RenewAt > time.GetUtcNow())
                return fresh.Value;
            held.Current = await FetchAsync(settings, client, cancellationToken);
            return held.Current.Value;
        }
        finally
        {
            held.Gate.Release();
        }
    }

    /// <summary>Forgets a token that was refused, unless it was replaced already.</summary>
    public void Forget(TokenSettings settings, string token)
    {
        if (_tokens.TryGetValue(settings, out var held) && held.Current?.Value == token)
            held.Current = null;
    }

    private async Task<Token> FetchAsync(TokenSettings settings, HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url);
        var basic = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials" };
        if (settings.Scope is { } scope)
            form["scope"] = scope;
        request.Content = new FormUrlEncodedContent(form);
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new TokenRefusedException($"the token service answered HTTP {(int)response.StatusCode}");
        var answer = await ReadAsync(response, cancellationToken);
        return answer is { AccessToken: { Length: > 0 } token }
            ? new Token(token, time.GetUtcNow() + ((answer.ExpiresIn is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : WithoutLife) * Renewal))
            : throw new TokenRefusedException("the token service gave no access token");
    }

    private static async Task<Answer?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private sealed class Held
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Token? Current { get; set; }
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt);

    private sealed record Answer([property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] double? ExpiresIn);
}

/// <summary>Where access tokens come from.</summary>
/// <param name="Url">The token service.</param>
/// <param name="ClientId">Who we are there.</param>
/// <param name="ClientSecret">A secret.</param>
/// <param name="Scope">What is asked for, or null.</param>
internal sealed record TokenSettings(Uri Url, string ClientId, string ClientSecret, string? Scope)
{
    public override string ToString() => $"{ClientId} at {Url.Host}";
}

/// <summary>The token service did not give a token; the reason is for the support desk.</summary>
internal sealed class TokenRefusedException(string reason) : IOException(reason);
