using System.Collections.Immutable;
using System.Security.Claims;
using Orchestrator.Cases.Erasures;
using Orchestrator.Runtime.Journal;

namespace Orchestrator.Server.Access;

/// <summary>Who calls: the key behind a request or a signed-in page.</summary>
/// <param name="KeyId">Public id of the key.</param>
/// <param name="Name">Name that the key was given.</param>
/// <param name="Role">Its role.</param>
/// <param name="Agency">The agency it is bound to, or null for none in particular.</param>
/// <param name="Localities">The commune codes it is bound to; empty for all.</param>
internal sealed record Caller(string KeyId, string Name, Role Role, string? Agency, ImmutableArray<string> Localities)
{
    private const string KeyIdClaim = "key";
    private const string NameClaim = "name";
    private const string RoleClaim = "role";
    private const string AgencyClaim = "agency";
    private const string LocalityClaim = "locality";
    private const string HolderClaim = "holder";
    private const string MakerClaim = "maker";

    /// <summary>Whose key it is, or null when nobody said.</summary>
    public string? Holder { get; init; }

    /// <summary>Holders of the key that made it, and of those that made that one.</summary>
    public ImmutableArray<string> Makers { get; init; } = [];

    /// <summary>How the caller is written into the journal. A key name is no personal data: whoever creates a key is told so.</summary>
    public Actor Actor => new(Role.Name(), Role == Role.Agency && Agency is not null ? Agency : Name);

    /// <summary>The caller as one of the two persons that an erasure needs.</summary>
    public Approver Approver => new(Actor, Holder, Makers);

    /// <summary>What the next key that this one makes has for makers.</summary>
    public ImmutableArray<string> MakersOfNext => Holder is null || Makers.Contains(Holder, StringComparer.Ordinal) ? Makers : Makers.Add(Holder);

    /// <summary>True when the locality is in scope; a case without a locality is in everybody's.</summary>
    public bool Covers(string? locality) => Localities.IsEmpty || locality is null || Localities.Contains(locality, StringComparer.Ordinal);

    /// <summary>The caller as claims.</summary>
    /// <param name="scheme">Authentication scheme that vouches for it.</param>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity(scheme, NameClaim, RoleClaim);
        identity.AddClaim(new Claim(KeyIdClaim, KeyId));
        identity.AddClaim(new Claim(NameClaim, Name));
        identity.AddClaim(new Claim(RoleClaim, Role.Name()));
        if (Agency is not null)
            identity.AddClaim(new Claim(AgencyClaim, Agency));
        foreach (var locality in Localities)
            identity.AddClaim(new Claim(LocalityClaim, locality));
        if (Holder is not null)
            identity.AddClaim(new Claim(HolderClaim, Holder));
        foreach (var maker in Makers)
            identity.AddClaim(new Claim(MakerClaim, maker));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The caller behind claims, or null when they are not ours.</summary>
    public static Caller? From(ClaimsPrincipal principal) =>
        principal.FindFirstValue(KeyIdClaim) is { } keyId && RoleNames.Find(principal.FindFirstValue(RoleClaim)) is { } role
            ? new Caller(
                keyId, principal.FindFirstValue(NameClaim) ?? keyId, role, principal.FindFirstValue(AgencyClaim),
                [.. principal.FindAll(LocalityClaim).Select(claim => claim.Value)])
            {
                Holder = principal.FindFirstValue(HolderClaim),
                Makers = [.. principal.FindAll(MakerClaim).Select(claim => claim.Value)],
            }
            : null;
}

/// <summary>The caller of a request.</summary>
internal static class CallerOfRequest
{
    /// <summary>The caller of an authorized request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint was opened to anyone by mistake.</exception>
    public static Caller Caller(this HttpContext context) =>
        Access.Caller.From(context.User) ?? throw new InvalidOperationException("Expected an authorized caller, but the endpoint let the request through without one.");
}
