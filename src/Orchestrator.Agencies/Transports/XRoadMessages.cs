using System.Collections.Immutable;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Agencies.Transports;

/// <summary>The headers of the X-Road message protocol for REST, version 1. Pure.</summary>
public static class XRoadMessages
{
    internal const string ErrorHeader = "X-Road-Error", RequestIdHeader = "X-Road-Request-Id", RequestHashHeader = "X-Road-Request-Hash";

    /// <summary>Headers of a request.</summary>
    /// <param name="parties">Who asks whom.</param>
    /// <param name="messageId">Unique to this try; both security servers log it.</param>
    /// <param name="issue">What the request belongs to: the case, so that both sides' logs can be matched.</param>
    public static ImmutableArray<KeyValuePair<string, string>> Headers(XRoadParties parties, string messageId, string issue)
    {
        ArgumentNullException.ThrowIfNull(parties);
        ImmutableArray<KeyValuePair<string, string>> headers =
        [
            KeyValuePair.Create("X-Road-Client", parties.Client), KeyValuePair.Create("X-Road-Id", messageId), KeyValuePair.Create("X-Road-Issue", issue),
        ];
        return parties.UserId is { } user ? headers.Add(KeyValuePair.Create("X-Road-UserId", user)) : headers;
    }

    /// <summary>
    /// What an error of the exchange itself means, or null when the agency answered. What the client did wrong can never succeed; everything else
    /// (no permission, unknown member, unreachable server) concerns all calls to that agency and waits until it is put right.
    /// </summary>
    public static Classification? Error(Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header(ErrorHeader) is not { Length: > 0 } code)
            return null;
        var isOurs = code.StartsWith("Client.", StringComparison.OrdinalIgnoreCase) || string.Equals(code, "Client", StringComparison.OrdinalIgnoreCase);
        return new Classification(isOurs ? ReplyClass.Invalid : ReplyClass.Down, null, true, $"the data exchange answered {Plain(code)}");
    }

    /// <summary>What proves the exchange, for the journal; null when the security server gave nothing.</summary>
    public static string? Proof(Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return header(RequestIdHeader) is { Length: > 0 } id
            ? header(RequestHashHeader) is { Length: > 0 } hash ? $"X-Road request {Plain(id)}, hash {Plain(hash)}" : $"X-Road request {Plain(id)}"
            : null;
    }

    // A header of somebody else's ends up in journals and on screens.
    private static string Plain(string text) =>
        new([.. text.Take(128).Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+' or '/' or '=')]);
}
