using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Mocks;

/// <summary>Makes up JSON values that a schema accepts: its examples first, else by type, format, pattern and limits. The same seed makes the same value.</summary>
internal sealed class ValueMaker(SchemaTree schemas)
{
    /// <summary>Schemas that contain themselves end here; what is optional is left out earlier.</summary>
    private const int DeepestRequired = 24, DeepestOptional = 6;

    private const int UsualSpan = 1000;

    /// <summary>Makes a value.</summary>
    /// <param name="schema">The schema; null accepts anything.</param>
    /// <param name="dice">Decides.</param>
    /// <param name="isAnswer">True for what an agency says, false for what is sent to it: decides which of <c>readOnly</c> and <c>writeOnly</c> counts.</param>
    public JsonNode? Make(JsonNode? schema, Dice dice, bool isAnswer = true) => Make(schema, "", dice, 0, isAnswer);

    private JsonNode? Make(JsonNode? node, string name, Dice dice, int depth, bool isAnswer)
    {
        if (depth > DeepestRequired)
            return null;
        var schema = schemas.Flat(node);
        if (Fixed(schema, dice) is { } known)
            return known.DeepClone();
        if (Choices(schema) is { Count: > 0 } choices)
            return Chosen(schema, choices, name, dice, depth, isAnswer);
        return SchemaTree.TypeOf(schema) switch
        {
            "object" => Object(schema, dice, depth, isAnswer),
            "array" => List(schema, name, dice, depth, isAnswer),
            "string" => JsonValue.Create(TextMaker.Make(schema, name, dice)),
            "integer" => Whole(schema, dice),
            "number" => Decimal(schema, dice),
            "boolean" => JsonValue.Create(dice.Random().Next(2) == 0),
            "null" => null,
            _ => JsonValue.Create(TextMaker.Make(schema, name, dice)),
        };
    }

    // What the author wrote says more than anything made up.
    private static JsonNode? Fixed(JsonObject schema, Dice dice)
    {
        if (schema["const"] is { } constant)
            return constant;
        if (schema["example"] is { } example)
            return example;
        if (schema["examples"] is JsonArray { Count: > 0 } examples && examples[dice.Random().Next(examples.Count)] is { } one)
            return one;
        if (schema["enum"] is JsonArray { Count: > 0 } choices)
            return choices[dice.Random().Next(choices.Count)];
        return schema["default"];
    }

    private static List<JsonNode?> Choices(JsonObject schema) =>
        [.. (schema["oneOf"] as JsonArray ?? schema["anyOf"] as JsonArray ?? []).Where(choice => (choice as JsonObject)?["type"] is not JsonValue type || !JsonNode.DeepEquals(type, "null"))];

    private JsonNode? Chosen(JsonObject schema, List<JsonNode?> choices, string name, Dice dice, int depth, bool isAnswer)
    {
        var choice = choices[dice.At("choice").Random().Next(choices.Count)];
        // Members beside the choice hold for every choice.
        var beside = (JsonObject)schema.DeepClone();
        beside.Remove("oneOf");
        beside.Remove("anyOf");
        var made = Make(new JsonObject { ["allOf"] = new JsonArray(choice?.DeepClone(), beside) }, name, dice, depth + 1, isAnswer);
        if (made is JsonObject members && schema["discriminator"] is JsonObject discriminator && discriminator["propertyName"]?.GetValue<string>() is { } property)
            members[property] = Discriminator(discriminator, choice);
        return made;
    }

    private static JsonNode? Discriminator(JsonObject discriminator, JsonNode? choice)
    {
        var target = (choice as JsonObject)?["$ref"]?.GetValue<string>();
        var mapped = (discriminator["mapping"] as JsonObject)?.FirstOrDefault(mapping => mapping.Value?.GetValue<string>() == target || target?.EndsWith('/' + mapping.Value?.GetValue<string>(), StringComparison.Ordinal) == true).Key;
        return mapped ?? target?[(target.LastIndexOf('/') + 1)..];
    }

    private JsonObject Object(JsonObject schema, Dice dice, int depth, bool isAnswer)
    {
        var made = new JsonObject();
        var required = (schema["required"] as JsonArray ?? []).Select(property => property?.GetValue<string>()).ToHashSet();
        foreach (var (property, value) in schema["properties"] as JsonObject ?? [])
        {
            var isHidden = IsMarked(value, isAnswer ? "writeOnly" : "readOnly");
            if (!required.Contains(property) && (depth >= DeepestOptional || isHidden))
                continue;
            made[property] = Make(value, property, dice.At(property), depth + 1, isAnswer);
        }

        foreach (var property in required.OfType<string>().Where(property => !made.ContainsKey(property)))
            made[property] = Make(schema["additionalProperties"] as JsonObject, property, dice.At(property), depth + 1, isAnswer);
        if (made.Count == 0 && schema["additionalProperties"] is JsonObject any && depth < DeepestOptional)
            made["key"] = Make(any, "key", dice.At("key"), depth + 1, isAnswer);
        return made;
    }

    private bool IsMarked(JsonNode? property, string mark) => schemas.Flat(property)[mark] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private JsonArray List(JsonObject schema, string name, Dice dice, int depth, bool isAnswer)
    {
        var least = (int)(SchemaTree.NumberOf(schema, "minItems") ?? 0);
        var most = (int)(SchemaTree.NumberOf(schema, "maxItems") ?? int.MaxValue);
        var usual = depth >= DeepestOptional ? 0 : dice.At("count").Random().Next(1, 4);
        var isUnique = schema["uniqueItems"] is JsonValue unique && unique.GetValueKind() == JsonValueKind.True;
        var items = new JsonArray();
        for (var index = 0; items.Count < Math.Clamp(usual, least, most) && index < 100 + least; index++)
        {
            var item = Make(schema["items"], Singular(name), dice.At(index.ToString(CultureInfo.InvariantCulture)), depth + 1, isAnswer);
            if (!isUnique || !items.Any(other => JsonNode.DeepEquals(other, item)))
                items.Add(item);
        }

        return items;
    }

    private static JsonNode Whole(JsonObject schema, Dice dice)
    {
        var (low, high) = Limits(schema);
        var step = SchemaTree.NumberOf(schema, "multipleOf") is { } multiple and >= 1 ? multiple : 1;
        var (first, last) = (Math.Ceiling(low / step), Math.Floor(high / step));
        return Json((first + Math.Floor((decimal)dice.Random().NextDouble() * (Math.Max(last, first) - first + 1))) * step);
    }

    private static JsonNode Decimal(JsonObject schema, Dice dice)
    {
        var (low, high) = Limits(schema, 0.01m);
        var step = SchemaTree.NumberOf(schema, "multipleOf") is { } multiple and > 0 ? multiple : 0.01m;
        var (first, last) = (Math.Ceiling(low / step), Math.Floor(high / step));
        // Between limits that are closer together than a step, any value will do.
        return first > last ? Json((low + high) / 2) : Json((first + Math.Floor((decimal)dice.Random().NextDouble() * (last - first + 1))) * step);
    }

    private static (decimal Low, decimal High) Limits(JsonObject schema, decimal open = 1)
    {
        // 3.0 writes exclusive limits as flags beside the limit, 3.1 as limits of their own.
        var low = SchemaTree.NumberOf(schema, "exclusiveMinimum") is { } above ? above + open : SchemaTree.NumberOf(schema, "minimum") + (IsFlag(schema, "exclusiveMinimum") ? open : 0);
        var high = SchemaTree.NumberOf(schema, "exclusiveMaximum") is { } below ? below - open : SchemaTree.NumberOf(schema, "maximum") - (IsFlag(schema, "exclusiveMaximum") ? open : 0);
        return (low ?? (high is { } most && most < 1 ? most - UsualSpan : 1), high ?? (low ?? 1) + UsualSpan);
    }

    private static bool IsFlag(JsonObject schema, string keyword) => schema[keyword] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private static JsonNode Json(decimal number) => JsonNode.Parse(number.ToString("0.############", CultureInfo.InvariantCulture))!;

    private static string Singular(string name) => name.EndsWith('s') ? name[..^1] : name;
}
