using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Definitions;

/// <summary>Makes small JSON values.</summary>
internal static class Json
{
    /// <summary>An object of text, numbers, truth values and JSON values.</summary>
    public static JsonElement Object(params ReadOnlySpan<(string Name, object? Value)> members) => JsonValues.Write(members, static (writer, members) =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    });

    /// <summary>An object of JSON values.</summary>
    public static JsonElement Object(KeyValuePair<string, JsonElement>[] members) => Object(members.AsSpan());

    /// <summary>An object of JSON values.</summary>
    public static JsonElement Object(ReadOnlySpan<KeyValuePair<string, JsonElement>> members) => JsonValues.Write(members, static (writer, members) =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>An object of JSON values.</summary>
    public static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement>> members) => JsonValues.Write(members, static (writer, members) =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }: writer.WriteNullValue(); break;
            case JsonElement element: element.WriteTo(writer); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long number: writer.WriteNumberValue(number); break;
            case int number: writer.WriteNumberValue(number); break;
            default: throw new ArgumentException($"Expected text, a number, a truth value or JSON, but got {value.GetType()}; convert it first.", nameof(value));
        }
    }
}
