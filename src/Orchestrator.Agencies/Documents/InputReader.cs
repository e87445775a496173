using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orchestrator.Agencies.Documents;

/// <summary>Maps an operation's parameters and body to inputs.</summary>
internal static class InputReader
{
    public static ImmutableArray<OperationInput> Read(OperationSource source, RequestBodyRule? body, ImmutableArray<ValuePlace> reserved)
    {
        var inputs = ImmutableArray.CreateBuilder<OperationInput>();
        foreach (var input in Parameters(source).Concat(BodyReader.Inputs(source, body)).Where(input => !IsReserved(input.Place, reserved)))
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
        return shared.Concat(own).Where(parameter => !IsIgnored(parameter)).Select(parameter => Parameter(source, parameter));
    }

    private static OperationInput Parameter(OperationSource source, IOpenApiParameter parameter)
    {
        var name = parameter.Name ?? "";
        var kind = parameter.In switch
        {
            ParameterLocation.Path => PlaceKind.Path,
            ParameterLocation.Query => PlaceKind.Query,
            ParameterLocation.Header => PlaceKind.Header,
            ParameterLocation.Cookie => PlaceKind.Cookie,
            _ => throw source.NotMapped($"Expected parameters in path, query, header or cookie, but '{name}' is in {parameter.In?.ToString() ?? "no place"}; move it."),
        };
        var content = parameter.Content is { Count: > 0 } media ? media.First() : default;
        if (content.Key is not null && !BodyReader.IsJson(content.Key))
            throw source.NotMapped($"Expected the parameter '{name}' as a value or as JSON, but found {content.Key}; offer application/json.");
        var value = ShapeReader.Shape(content.Key is null ? parameter.Schema : content.Value.Schema);
        if (value.Attachment is not null)
            throw source.NotMapped($"Expected files in the body, but the parameter '{name}' is one; move it.");
        return new OperationInput(
            PascalName.Of(name),
            new ValuePlace(kind, name),
            value with
            {
                Description = ShapeReader.Help(parameter.Extensions) ?? parameter.Description ?? value.Description,
                Title = ShapeReader.Name(parameter.Extensions) ?? value.Title,
                Example = value.Example ?? ShapeReader.Text(parameter.Example),
                IsSensitive = value.IsSensitive || ShapeReader.IsMarked(parameter.Extensions),
            },
            parameter.Required || kind == PlaceKind.Path)
        {
            Form = content.Key is null ? Form(parameter, kind) : new ParameterForm(Documents.ParameterStyle.Json, false),
            Schema = Schema(source, parameter, content.Key),
        };
    }

    private static ParameterForm Form(IOpenApiParameter parameter, PlaceKind kind)
    {
        var style = parameter.Style switch
        {
            Microsoft.OpenApi.ParameterStyle.Matrix => Documents.ParameterStyle.Matrix,
            Microsoft.OpenApi.ParameterStyle.Label => Documents.ParameterStyle.Label,
            Microsoft.OpenApi.ParameterStyle.SpaceDelimited => Documents.ParameterStyle.SpaceDelimited,
            Microsoft.OpenApi.ParameterStyle.PipeDelimited => Documents.ParameterStyle.PipeDelimited,
            Microsoft.OpenApi.ParameterStyle.DeepObject => Documents.ParameterStyle.DeepObject,
            Microsoft.OpenApi.ParameterStyle.Form => Documents.ParameterStyle.Form,
            Microsoft.OpenApi.ParameterStyle.Simple => Documents.ParameterStyle.Simple,
            _ => kind is PlaceKind.Query or PlaceKind.Cookie ? Documents.ParameterStyle.Form : Documents.ParameterStyle.Simple,
        };
        return new ParameterForm(style, parameter.Explode, parameter.AllowReserved);
    }

    private static ValueSchema? Schema(OperationSource source, IOpenApiParameter parameter, string? media)
    {
        var place = parameter.In?.ToString().ToLowerInvariant();
        var node = Lists(source).Select(item => References.Resolve(source.Root, item) as JsonObject)
            .FirstOrDefault(item => item?["name"]?.ToString() == parameter.Name && item?["in"]?.ToString() == place);
        var schema = media is null ? node?["schema"] : node?["content"]?[media]?["schema"];
        return schema is JsonObject found ? source.Schema(found, isRequest: true) : null;
    }

    private static IEnumerable<JsonNode?> Lists(OperationSource source) =>
        (source.Node?["parameters"] as JsonArray ?? []).Concat(source.ItemNode?["parameters"] as JsonArray ?? []);

    // OpenAPI itself says that these are no parameters: content and security describe them.
    private static bool IsIgnored(IOpenApiParameter parameter) =>
        parameter.In == ParameterLocation.Header && parameter.Name?.ToUpperInvariant() is "ACCEPT" or "CONTENT-TYPE" or "AUTHORIZATION";

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
