namespace Orchestrator.Simulators.Mocks;

/// <summary>Finds the operation of a request by method and path; a fixed segment counts more than a parameter.</summary>
internal sealed class MockRoutes
{
    private readonly List<(MockOperation Operation, string[] Segments)> _routes;
    private readonly string[] _base;

    public MockRoutes(MockDocument document)
    {
        BasePath = document.Agency.Server?.AbsolutePath.TrimEnd('/') ?? "";
        _base = Split(BasePath);
        _routes = [.. document.Operations.Select(operation => (operation, Split(operation.Operation.Path))).OrderBy(route => string.Concat(route.Item2.Select(segment => IsParameter(segment) ? '1' : '0')), StringComparer.Ordinal)];
    }

    /// <summary>Path of the document's first server; requests come below it, or without it.</summary>
    public string BasePath { get; }

    /// <summary>The operation and the values of its path parameters, or null; <paramref name="isOther"/> says that the path is known with another method.</summary>
    public (MockOperation Operation, IReadOnlyDictionary<string, string> Values)? Find(string method, string path, out bool isOther)
    {
        var segments = Split(path);
        var below = segments.Length >= _base.Length && segments.Take(_base.Length).SequenceEqual(_base, StringComparer.Ordinal) ? segments[_base.Length..] : null;
        isOther = false;
        foreach (var candidate in below is null ? (string[][])[segments] : [below, segments])
        {
            foreach (var (operation, route) in _routes)
            {
                if (Match(route, candidate) is not { } values)
                    continue;
                if (string.Equals(operation.Operation.Method.Method, method, StringComparison.OrdinalIgnoreCase))
                    return (operation, values);
                isOther = true;
            }
        }

        return null;
    }

    private static Dictionary<string, string>? Match(string[] route, string[] path)
    {
        if (route.Length != path.Length)
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < route.Length; index++)
        {
            if (IsParameter(route[index]))
            {
                // "{id}.pdf" or "v{version}": a parameter with text around it.
                var (open, close) = (route[index].IndexOf('{', StringComparison.Ordinal), route[index].IndexOf('}', StringComparison.Ordinal));
                var (before, after) = (route[index][..open], route[index][(close + 1)..]);
                if (path[index].Length <= before.Length + after.Length || !path[index].StartsWith(before, StringComparison.Ordinal) || !path[index].EndsWith(after, StringComparison.Ordinal))
                    return null;
                values[route[index][(open + 1)..close]] = Uri.UnescapeDataString(path[index][before.Length..^after.Length]);
            }
            else if (route[index] != path[index])
            {
                return null;
            }
        }

        return values;
    }

    private static bool IsParameter(string segment) => segment.IndexOf('{', StringComparison.Ordinal) is var open and >= 0 && segment.IndexOf('}', open) > open;

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
