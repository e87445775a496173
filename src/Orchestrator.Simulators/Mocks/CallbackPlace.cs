using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Finds the address that a request asks to be called back at.</summary>
internal static class CallbackPlace
{
    /// <summary>The address: where <c>x-callback-url</c> says, else where the callback's own expression (OpenAPI "runtime expressions") says; null for none.</summary>
    public static Uri? Find(MockOperation operation, MockRequest request)
    {
        var text = operation.Operation.CallbackUrl is { } place
            ? request.At(place)
            : Expressions(operation).Select(expression => Evaluate(expression, request)).FirstOrDefault(found => found is not null);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
    }

    private static IEnumerable<string> Expressions(MockOperation operation) =>
        (operation.Node["callbacks"] as System.Text.Json.Nodes.JsonObject ?? []).Select(callback => callback.Value as System.Text.Json.Nodes.JsonObject)
            .SelectMany(callback => callback ?? []).Select(item => item.Key);

    // "{$request.body#/callbackUrl}/done": expressions in braces, text around them.
    private static string? Evaluate(string template, MockRequest request)
    {
        var made = template;
        for (var start = made.IndexOf('{', StringComparison.Ordinal); start >= 0; start = made.IndexOf('{', start))
        {
            var end = made.IndexOf('}', start);
            if (end < 0 || Value(made[(start + 1)..end], request) is not { } value)
                return null;
            made = made[..start] + value + made[(end + 1)..];
            start += value.Length;
        }

        return made == template ? null : made;
    }

    private static string? Value(string expression, MockRequest request)
    {
        const string Body = "$request.body#", Request = "$request.";
        if (expression.StartsWith(Body, StringComparison.Ordinal))
        {
            return request.Body is { } body && JsonPointer.TryFind(JsonSerializer.SerializeToElement(body), expression[Body.Length..], out var found)
                && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        }

        return expression.StartsWith(Request, StringComparison.Ordinal) && expression[Request.Length..].Split('.', 2) is [var place, var name]
            ? request.Parameter(place, name) : null;
    }
}
