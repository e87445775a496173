using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Access;

/// <summary>Lets a key in that comes as <c>X-Api-Key: K</c>, <c>Authorization: ApiKey K</c> or <c>Authorization: Bearer K</c>.</summary>
internal sealed partial class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyStore keys, FailedKeys failedKeys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>The header for keys alone.</summary>
    public const string Header = "X-Api-Key";

    private bool presented;
    private TimeSpan? blockedFor;

    /// <summary>The key in a request, or null.</summary>
    public static string? KeyIn(HttpRequest request)
    {
        if (request.Headers[Header].ToString() is { Length: > 0 } key)
            return key.Trim();
        var authorization = request.Headers.Authorization.ToString();
        return After("ApiKey ") ?? After("Bearer ");

        string? After(string scheme) =>
            authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : null;
    }

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyIn(Request) is not { } key)
            return AuthenticateResult.NoResult();
        presented = true;
        if (await keys.FindCallerAsync(key, Context.RequestAborted) is { } caller)
            return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name));
        blockedFor = failedKeys.Count(Context.Connection.RemoteIpAddress);
        LogRefused(Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail("The key is not accepted.");
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "ApiKey realm=\"orchestrator\"";
        var problem = (presented, blockedFor) switch
        {
            (_, { } wait) => new Problem(ProblemKind.TooManyFailedKeys, (int)Math.Ceiling(wait.TotalSeconds)) { RetryAfter = wait },
            (true, _) => ProblemKind.KeyNotAccepted,
            _ => (Problem)ProblemKind.Unauthenticated,
        };
        return problem.ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ((Problem)ProblemKind.Forbidden).ExecuteAsync(Context);
}
