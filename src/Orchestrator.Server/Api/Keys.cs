using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>API keys, for administrators.</summary>
internal static class KeyEndpoints
{
    /// <summary>Maps <c>/keys</c>.</summary>
    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("/", ListAsync).WithName("ListKeys").For(Permission.ManageKeys)
            .WithSummary("Lists all keys, newest first; never the keys themselves.");
        keys.MapPost("/", CreateAsync).WithName("CreateKey").For(Permission.ManageKeys).Takes<KeyBody>().Fails(ProblemKind.RequestInvalid)
            .WithSummary("Creates a key. The answer is the only time that it can be seen.");
        keys.MapDelete("/{id}", RevokeAsync).WithName("RevokeKey").For(Permission.ManageKeys).Fails(ProblemKind.KeyNotFound)
            .WithSummary("Revokes a key at once and for good.");
    }

    private static async Task<Ok<IReadOnlyList<KeyView>>> ListAsync(HttpContext context, KeyStore keys) =>
        TypedResults.Ok<IReadOnlyList<KeyView>>([.. (await keys.ListAsync(context.RequestAborted)).Select(View)]);

    private static async Task<Results<Created<NewKeyView>, Problem>> CreateAsync(HttpContext context, KeyStore keys)
    {
        var body = await RequestBody.ReadAsync<KeyBody>(context);
        if (!body.IsGood)
            return body.Problem;
        var asked = body.Value;
        if (RoleNames.Find(asked.Role) is not { } role)
            return RequestBody.Invalid("/role", "key-role");
        var days = asked.ExpiresInDays ?? (int)KeyDraft.UsualLifetime.TotalDays;
        var draft = new KeyDraft(asked.Name ?? "", role, asked.Agency, [.. asked.Localities ?? []], TimeSpan.FromDays(days)) { Holder = asked.Holder, Makers = context.Caller().MakersOfNext };
        if (draft.Faults().ToList() is { Count: > 0 } faults)
            return RequestBody.Invalid([.. faults.Select(fault => new ProblemError(fault.Pointer, fault.Code, ProblemTexts.Text(fault.Code)))]);
        var created = await keys.CreateAsync(draft, context.Caller().Actor.ToString(), development: false, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{ApiConventions.Prefix}/keys/{created.Key.Id}", new NewKeyView(created.Text, View(created.Key)));
    }

    private static async Task<Results<Ok<KeyView>, Problem>> RevokeAsync(string id, HttpContext context, KeyStore keys) =>
        await keys.RevokeAsync(id, context.RequestAborted) is { } key ? TypedResults.Ok(View(key)) : new Problem(ProblemKind.KeyNotFound, id);

    private static KeyView View(ApiKey key) => new(
        key.Id, key.Name, key.Role, key.Agency, key.Localities.Split(',', StringSplitOptions.RemoveEmptyEntries), key.Development, key.CreatedAt,
        key.CreatedBy, key.ExpiresAt, key.RevokedAt, key.Holder);
}

/// <summary>A key to be created.</summary>
/// <param name="Name">What it is for, 1 to 100 characters; stands in the journal, so no person's name.</param>
/// <param name="Role">designer, agency, officer, auditor or administrator.</param>
/// <param name="Agency">Agency code; required for the role agency.</param>
/// <param name="Localities">Commune codes; none for all.</param>
/// <param name="ExpiresInDays">1 to 730; 365 when absent.</param>
/// <param name="Holder">Whose it is, for example a staff number, the same on all keys of a person; no name, no personal number. A key without one can erase nothing.</param>
public sealed record KeyBody(string? Name, string? Role, string? Agency, IReadOnlyList<string>? Localities, int? ExpiresInDays, string? Holder = null);

/// <summary>A key, without the key itself.</summary>
/// <param name="Id">Public part.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">Role.</param>
/// <param name="Agency">Agency, or null.</param>
/// <param name="Localities">Commune codes; none for all.</param>
/// <param name="Development">True for keys that only Development accepts.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="CreatedBy">Who created it.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
/// <param name="Holder">Whose it is, or null when nobody said.</param>
public sealed record KeyView(
    string Id, string Name, string Role, string? Agency, IReadOnlyList<string> Localities, bool Development, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, string? Holder);

/// <summary>A key just created.</summary>
/// <param name="Key">The key; keep it now, it is never shown again.</param>
/// <param name="About">What is stored about it.</param>
public sealed record NewKeyView(string Key, KeyView About);
