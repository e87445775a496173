using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.TestKit;

/// <summary>
/// An OpenAPI document of the size and shape that large agencies publish: hundreds of operations over shared parameters, answers and types, types that extend
/// each other (<c>allOf</c>), alternatives with a discriminator (<c>oneOf</c>), types in circles, and texts.
/// </summary>
public static class LargeDocument
{
    private const int Types = 120;

    /// <summary>The document as JSON.</summary>
    /// <param name="operations">How many operations.</param>
    /// <param name="version">3.0.3 or 3.1.0.</param>
    public static string Json(int operations, string version) => Tree(operations, version).ToJsonString();

    /// <summary>The same as YAML in the block style.</summary>
    public static string Yaml(int operations, string version)
    {
        var text = new StringBuilder();
        Write(Tree(operations, version), 0, text);
        return text.ToString();
    }

    private static JsonObject Tree(int operations, string version)
    {
        var paths = new JsonObject();
        for (var number = 0; number < operations; number += 2)
        {
            var type = $"Record{number % Types}";
            paths[$"/registers/{{register}}/records-{number}"] = new JsonObject
            {
                ["parameters"] = new JsonArray(Reference("parameters", "Register")),
                ["get"] = Operation(number, [], type),
                ["post"] = Operation(number + 1, new JsonObject { ["required"] = true, ["content"] = Content(Reference("schemas", type)) }, type),
            };
        }

        return new JsonObject
        {
            ["openapi"] = version,
            ["info"] = new JsonObject { ["title"] = "Large registry", ["version"] = "7.2.1" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "https://registry.example/api" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["parameters"] = new JsonObject { ["Register"] = Parameter("register", "path", true), ["Page"] = Parameter("page", "query", false) },
                ["responses"] = new JsonObject { ["Refused"] = new JsonObject { ["description"] = "Refused", ["content"] = Content(Reference("schemas", "Fault")) } },
                ["schemas"] = Schemas(version),
            },
        };
    }

    private static JsonObject Operation(int number, JsonObject body, string answer)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"Operation{number}",
            ["summary"] = $"Operation {number} of the registry",
            ["description"] = $"Reads or writes records of kind {number}. What it takes and gives is described by the types that all operations share: see the registry's handbook.",
            ["parameters"] = new JsonArray(Reference("parameters", "Page")),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "The record", ["content"] = Content(Reference("schemas", answer)) },
                ["422"] = Reference("responses", "Refused"),
            },
        };
        if (body.Count > 0)
            operation["requestBody"] = body;
        return operation;
    }

    private static JsonObject Schemas(string version)
    {
        var schemas = new JsonObject
        {
            ["Fault"] = Object(("code", Text("A stable code.")), ("message", Text("What to do."))),
            ["Base"] = Object(("id", Text("Number of the record.")), ("createdAt", new JsonObject { ["type"] = "string", ["format"] = "date-time" })),
            ["Person"] = Kind(("kind", Text("person.")), ("name", Text("Full name.")), ("bornOn", new JsonObject { ["type"] = "string", ["format"] = "date" }), ("partner", Reference("schemas", "Person"))),
            ["Firm"] = Kind(("kind", Text("firm.")), ("name", Text("Name of the firm.")), ("owners", new JsonObject { ["type"] = "array", ["items"] = Reference("schemas", "Person") })),
            ["Party"] = new JsonObject
            {
                ["oneOf"] = new JsonArray(Reference("schemas", "Person"), Reference("schemas", "Firm")),
                ["discriminator"] = new JsonObject { ["propertyName"] = "kind" },
            },
        };
        for (var number = 0; number < Types; number += 2)
        {
            var own = Object(
                ("title", Text("Title of the record.")), ("holder", Reference("schemas", "Party")), ("previous", Reference("schemas", $"Record{(number + 2) % Types}")),
                ("state", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("open", "closed", "moved") }), ("remark", Optional(version)));
            own["required"] = new JsonArray("title", "holder");
            schemas[$"Record{number}"] = new JsonObject { ["allOf"] = new JsonArray(Reference("schemas", "Base"), own) };
        }

        return schemas;
    }

    // The two versions say differently that a value may be null.
    private static JsonObject Optional(string version) => version.StartsWith("3.0", StringComparison.Ordinal)
        ? new JsonObject { ["type"] = "string", ["nullable"] = true }
        : new JsonObject { ["type"] = new JsonArray("string", "null") };

    private static JsonObject Object(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))),
    };

    // Whatever a discriminator chooses from must have its property.
    private static JsonObject Kind(params (string Name, JsonObject Schema)[] properties)
    {
        var schema = Object(properties);
        schema["required"] = new JsonArray("kind");
        return schema;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description, ["minLength"] = 1, ["maxLength"] = 200 };

    private static JsonObject Parameter(string name, string place, bool isRequired) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = isRequired, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Reference(string section, string name) => new() { ["$ref"] = $"#/components/{section}/{name}" };

    private static JsonObject Content(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static void Write(JsonNode? node, int depth, StringBuilder text)
    {
        var indent = new string(' ', depth * 2);
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (name, value) in members)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent}{JsonSerializer.Serialize(name)}:");
                    Follow(value, depth, text);
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent}-");
                    Follow(item, depth, text);
                }

                break;
        }
    }

    private static void Follow(JsonNode? value, int depth, StringBuilder text)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Write(value, depth + 1, text);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $" {value?.ToJsonString() ?? "null"}\n");
        }
    }
}
