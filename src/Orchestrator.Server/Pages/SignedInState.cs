using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Orchestrator.Server.Access;

namespace Orchestrator.Server.Pages;

/// <summary>An open page follows the key that it was opened with: soon after that is revoked or expires, the page is signed out.</summary>
internal sealed class SignedInState(ILoggerFactory loggers, KeyStore keys) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc />
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Caller.From(authenticationState.User) is { } caller && await keys.FindSignedInAsync(caller.KeyId, cancellationToken) is not null;
}
