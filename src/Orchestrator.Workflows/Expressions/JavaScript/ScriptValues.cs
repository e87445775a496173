using System.Text.Json;
using Jint;
using Jint.Native;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>Turns JSON into values of one script engine.</summary>
internal sealed class ScriptValues(Engine engine)
{
    /// <summary>
    /// Objects and arrays become ordinary ones; numbers become doubles, so that whole numbers beyond 2^53 are rounded (as in Elsa).
    /// </summary>
    public JsValue ToScript(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return JsString.Create(JsonValues.TextOf(value));
            case JsonValueKind.Number:
                return value.TryGetInt32(out var whole) ? JsNumber.Create(whole) : JsNumber.Create(value.GetDouble());
            case JsonValueKind.True:
                return JsBoolean.True;
            case JsonValueKind.False:
                return JsBoolean.False;
            case JsonValueKind.Array:
                var items = new JsValue[value.GetArrayLength()];
                var next = 0;
                foreach (var item in value.EnumerateArray())
                {
                    items[next++] = ToScript(item);
                }

                return new JsArray(engine, items);
            case JsonValueKind.Object:
                var made = new JsObject(engine);
                foreach (var member in value.EnumerateObject())
                {
                    made.FastSetDataProperty(member.Name, ToScript(member.Value));
                }

                return made;
            default:
                return JsValue.Null;
        }
    }

    /// <summary>As <see cref="ToScript(JsonElement)"/>, with the objects that Elsa gives a script for declared types: dates, UUIDs, durations, bytes.</summary>
    public JsValue ToScript(JsonElement value, string? declaredType)
    {
        if (value.ValueKind != JsonValueKind.String || declaredType is null)
        {
            return ToScript(value);
        }

        var text = JsonValues.TextOf(value);
        return DataType.Parse(declaredType).Kind switch
        {
            DataKind.DateTime or DataKind.DateTimeOffset when Moments.TryRead(text, out var moment, out _) => new JsDate(engine, moment),
            DataKind.Guid when System.Guid.TryParse(text, out var id) => Guid(id),
            DataKind.Duration when Durations.TryRead(text, out var duration) => new DurationObject(engine, duration),
            DataKind.Bytes when TryDecode(text) is { } bytes => Bytes(bytes),
            _ => JsString.Create(text),
        };
    }

    public JsValue Guid(Guid id) => new GuidObject(engine, id);

    public JsValue Bytes(byte[] bytes) => engine.Intrinsics.Uint8Array.Construct(bytes);

    /// <summary>The bytes of a script's value: a byte array, an array of numbers, or nothing.</summary>
    public static byte[] BytesOf(JsValue value)
    {
        if (value.IsUint8Array())
        {
            return value.AsUint8Array();
        }

        if (value.IsArray())
        {
            return [.. value.AsArray().Select(item => (byte)(item.IsNumber() ? item.AsNumber() : 0))];
        }

        throw new ExpressionException("expression-failed", "Expected bytes, but got something else; make them with bytesFromString or bytesFromBase64.");
    }

    private static byte[]? TryDecode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
