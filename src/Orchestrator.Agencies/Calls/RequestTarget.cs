using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Calls;

/// <summary>Address and headers of a request while it is built.</summary>
internal sealed class RequestTarget(string template)
{
    private readonly ImmutableArray<KeyValuePair<string, string>>.Builder _headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
    private readonly List<string> _cookies = [];
    private readonly List<string> _query = [];
    private string _path = template;

    /// <summary>A placeholder of the path that has no value, or null.</summary>
    public string? Missing => _path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start ? _path[(start + 1)..].Split('}')[0] : null;

    public ImmutableArray<KeyValuePair<string, string>> Headers =>
        _cookies.Count == 0 ? _headers.ToImmutable() : [.. _headers, KeyValuePair.Create("Cookie", string.Join("; ", _cookies))];

    /// <summary>Puts a parameter in its place; returns what was expected when it does not fit.</summary>
    public string? Place(ValuePlace place, ParameterText value)
    {
        if (value.Text is not { } text)
            return "a value, a list of values or an object of values";
        switch (place.Kind)
        {
            // A dot segment would climb out of the operation's path, and an empty one would call another path.
            case PlaceKind.Path when value.PathText is null or "" or "." or "..":
                return "a path segment";
            case PlaceKind.Path:
                _path = _path.Replace($"{{{place.Name}}}", value.PathText, StringComparison.Ordinal);
                return null;
            case PlaceKind.Query:
                _query.AddRange(value.Pairs);
                return null;
            case PlaceKind.Cookie:
                _cookies.AddRange(value.Pairs);
                return null;
            case PlaceKind.Header when text.Any(letter => letter is < ' ' or > '~'):
                return "printable ASCII";
            default:
                _headers.Add(KeyValuePair.Create(place.Name, text));
                return null;
        }
    }

    public Uri Address(Uri server)
    {
        var address = server.AbsoluteUri.TrimEnd('/') + "/" + _path.TrimStart('/');
        if (_query.Count > 0)
            address += (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', _query);
        return new Uri(address);
    }
}
