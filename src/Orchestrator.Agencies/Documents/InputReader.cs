using System.Collections.Immutable;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>Maps an operation's parameters and body to inputs.</summary>
internal static class InputReader
{
    public static ImmutableArray<OperationInput> Read(OperationSource source, ImmutableArray<ValuePlace> reserved)
    {
        var inputs = ImmutableArray.CreateBuilder<OperationInput>();
        foreach (var input in Parameters(source).Concat(Body(source)).Where(input => !IsReserved(input.Place, reserved)))
        {
            if (inputs.FirstOrDefault(other => other.Name == input.Name) is { } other)
                throw source.NotMapped($"Expected one input of the name {input.Name}, but '{other.Place.Name}' ({other.Place.Kind}) and '{input.Place.Name}' ({input.Place.Kind}) both give it; rename one.");
            inputs.Add(input);
        }

        foreach (var name in Placeholders(source.PathTemplate))
        {
            if (!inputs.Any(input => input.Place == new ValuePlace(PlaceKind.Path, name)))
                throw source.NotMapped($"Expected a path parameter for '{{{name}}}', but there is none; declare it.");
        }

        return inputs.ToImmutable();
    }

    private static IEnumerable<OperationInput> Parameters(OperationSource source)
    {
        // The operation's own parameter replaces one of the path item with the same name and place.
        var own = source.Operation.Parameters ?? [];
        var shared = (source.Item.Parameters ?? []).Where(parameter => !own.Any(other => other.Name == parameter.Name && other.In == parameter.In));
        foreach (var parameter in shared.Concat(own))
        {
            var kind = parameter.In switch
            {
                ParameterLocation.Path => PlaceKind.Path,
                ParameterLocation.Query => PlaceKind.Query,
                ParameterLocation.Header => PlaceKind.Header,
                _ => throw source.NotMapped($"Expected parameters in path, query or header, but '{parameter.Name}' is in {parameter.In?.ToString() ?? "no place"}; move it."),
            };
            var value = ShapeReader.Shape(parameter.Schema);
            if (value.Kind == ValueKind.Object)
                throw source.NotMapped($"Expected simple values or lists as parameters, but '{parameter.Name}' is an object; send it in the body.");
            yield return new OperationInput(
                PascalName.Of(parameter.Name ?? ""),
                new ValuePlace(kind, parameter.Name ?? ""),
                value with
                {
                    Description = parameter.Description ?? value.Description,
                    IsSensitive = value.IsSensitive || ShapeReader.IsMarked(parameter.Extensions),
                },
                parameter.Required || kind == PlaceKind.Path);
        }
    }

    private static IEnumerable<OperationInput> Body(OperationSource source)
    {
        if (source.Operation.RequestBody is not { Content: { Count: > 0 } content } body)
            return [];
        var json = content.FirstOrDefault(media => IsJson(media.Key));
        if (json.Key is null)
            throw source.NotMapped($"Expected a JSON request body, but found {string.Join(", ", content.Keys)}; offer application/json as well.");
        var properties = ShapeReader.Properties(json.Value.Schema);
        return properties.Count > 0
            ? properties.Select(property => new OperationInput(
                PascalName.Of(property.Name), new ValuePlace(PlaceKind.Body, property.Name), property.Value, property.IsRequired))
            : [new OperationInput("Body", new ValuePlace(PlaceKind.WholeBody, ""), ShapeReader.Shape(json.Value.Schema), body.Required)];
    }

    public static bool IsJson(string mediaType)
    {
        var type = mediaType.Split(';')[0].Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsReserved(ValuePlace place, ImmutableArray<ValuePlace> reserved) => reserved.Any(taken =>
        taken.Kind == place.Kind
        && string.Equals(taken.Name, place.Name, place.Kind == PlaceKind.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private static IEnumerable<string> Placeholders(string template)
    {
        for (var start = template.IndexOf('{', StringComparison.Ordinal); start >= 0; start = template.IndexOf('{', start + 1))
        {
            var end = template.IndexOf('}', start);
            if (end < 0)
                yield break;
            yield return template[(start + 1)..end];
        }
    }
}
