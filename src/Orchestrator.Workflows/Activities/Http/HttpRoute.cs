using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Activities.Http;

/// <summary>What an HTTP endpoint listens to, and what it demands of a request.</summary>
/// <param name="Path">Template without slashes at its ends, for example <c>birth/{number}</c>.</param>
/// <param name="Methods">Accepted methods, upper case.</param>
/// <param name="Authorize">Whether the sender must be known.</param>
/// <param name="Policy">The role that the sender must have, or null.</param>
/// <param name="Timeout">How long the sender waits for an answer, or null for the configured time.</param>
/// <param name="SizeLimit">Largest body in bytes, or null for the configured size.</param>
/// <param name="TakesTooLarge">Whether a body that is too large reaches the case, without its content, through a port of its own.</param>
public sealed record HttpRoute(
    string Path, ImmutableArray<string> Methods, bool Authorize, string? Policy, TimeSpan? Timeout, long? SizeLimit, bool TakesTooLarge)
{
    /// <summary>Reads the evaluated inputs of an <c>Elsa.HttpEndpoint</c>.</summary>
    /// <returns>Null when there is no path.</returns>
    public static HttpRoute? Of(JsonElement inputs, bool takesTooLarge)
    {
        var path = inputs.Text("Path")?.Trim().Trim('/');
        if (string.IsNullOrEmpty(path)) return null;
        var methods = StringList.Of(inputs.Member("SupportedMethods")) ?? [];
        return new HttpRoute(
            path,
            [.. (methods.IsEmpty ? ["GET"] : methods).Select(m => m.Trim().ToUpperInvariant()).Distinct(StringComparer.Ordinal)],
            inputs.Flag("Authorize"),
            inputs.Text("Policy") is { Length: > 0 } policy ? policy : null,
            TimeSpan.TryParse(inputs.Text("RequestTimeout"), CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero ? timeout : null,
            inputs.Member("RequestSizeLimit") is { ValueKind: JsonValueKind.Number } limit && limit.TryGetInt64(out var bytes) ? bytes : null,
            takesTooLarge);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote, the payload of a bookmark.</summary>
    public static HttpRoute? FromBookmark(JsonElement? payload) =>
        payload is { ValueKind: JsonValueKind.Object } route ? Of(route, route.Flag("TakesTooLarge")) : null;

    internal JsonElement ToJson() => Json.Object(
        ("Path", Path), ("SupportedMethods", JsonSerializer.SerializeToElement(Methods.ToArray())), ("Authorize", Authorize), ("Policy", Policy),
        ("RequestTimeout", Timeout?.ToString("c", CultureInfo.InvariantCulture)), ("RequestSizeLimit", SizeLimit), ("TakesTooLarge", TakesTooLarge));
}
