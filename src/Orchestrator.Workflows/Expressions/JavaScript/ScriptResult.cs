using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// Turns a script's value into JSON: dates as ISO 8601 in UTC, bytes as base64, a Map as an object, a Set as a list, members that are undefined or
/// functions left out, NaN and infinities inside objects as null. Bounded in depth and size, and cycles are found by the depth.
/// </summary>
internal sealed class ScriptResult : IDisposable
{
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = ExpressionBounds.OutputDepth + 8 };

    private const int ShortText = 1_000;

    private readonly ArrayBufferWriter<byte> buffer = new(256);
    private readonly Utf8JsonWriter writer;

    private ScriptResult() => writer = new Utf8JsonWriter(buffer, Options);

    /// <summary>Reads a value; undefined gives <see cref="JsonValueKind.Undefined"/>.</summary>
    public static JsonElement Read(JsValue value)
    {
        if (value.IsUndefined())
        {
            return default;
        }

        if (value.IsNull())
        {
            return JsonValues.Null;
        }

        if (value.IsBoolean())
        {
            return JsonValues.Boolean(value.AsBoolean());
        }

        if (value.IsNumber() && !double.IsFinite(value.AsNumber()))
        {
            throw Unusable(value.AsNumber().ToString(CultureInfo.InvariantCulture), "check what the script computes");
        }

        if (value.IsCallable() || value.IsSymbol())
        {
            throw Unusable(value.IsSymbol() ? "a symbol" : "a function", "call it, or return its result");
        }

        // Most expressions give a whole number or a short text.
        if (value is JsNumber && value.AsNumber() is var number && IsWhole(number)) return JsonValues.Number((long)number);
        return value is JsString { Length: < ShortText } text ? JsonValues.Text(Valid(text.ToString())) : JsonElement.Parse(Write(value).WrittenSpan);
    }

    /// <summary>The JSON text of a value, as <c>toJson</c> gives it.</summary>
    public static JsValue ToJsonText(JsValue value) =>
        value.IsUndefined() || value.IsCallable() || value.IsSymbol() ? JsValue.Null : JsString.Create(Encoding.UTF8.GetString(Write(value).WrittenSpan));

    public void Dispose() => writer.Dispose();

    private static ArrayBufferWriter<byte> Write(JsValue value)
    {
        using var result = new ScriptResult();
        result.Add(value, 0);
        result.writer.Flush();
        return result.buffer;
    }

    private static ExpressionException Unusable(string what, string advice) =>
        new("expression-failed", $"Expected the script to give a value that can be kept, but it gave {what}; {advice}.");

    private void Add(JsValue value, int depth)
    {
        Bound(depth);
        switch (value)
        {
            case JsString text:
                AddText(text);
                break;
            case JsNumber:
                AddNumber(value.AsNumber());
                break;
            case JsBoolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case JsDate date:
                AddDate(date);
                break;
            case ClrLikeObject known:
                writer.WriteStringValue(known.Text);
                break;
            case JsMap map:
                AddMap(map, depth);
                break;
            case JsSet set:
                AddList(set, depth);
                break;
            case ObjectInstance instance:
                AddObject(instance, depth);
                break;
            default:
                if (value.IsBigInt())
                {
                    writer.WriteRawValue(value.ToString());
                }
                else
                {
                    writer.WriteNullValue();
                }

                break;
        }
    }

    private void AddObject(ObjectInstance instance, int depth)
    {
        if (instance.IsUint8Array())
        {
            writer.WriteBase64StringValue(instance.AsUint8Array());
        }
        else if (instance is JsTypedArray numbers)
        {
            AddList(Enumerable.Range(0, (int)numbers.Length).Select(index => numbers[index]), depth);
        }
        else if (instance is JsArray array)
        {
            AddList(Elements(array), depth);
        }
        else
        {
            AddMembers(instance, depth);
        }
    }

    private static IEnumerable<JsValue> Elements(JsArray array)
    {
        for (uint index = 0; index < array.Length; index++)
        {
            yield return array.Get(JsNumber.Create(index));
        }
    }

    private void AddMembers(ObjectInstance instance, int depth)
    {
        writer.WriteStartObject();
        foreach (var key in instance.GetOwnPropertyKeys(Types.String))
        {
            if (!instance.GetOwnProperty(key).Enumerable)
            {
                continue;
            }

            var member = instance.Get(key);
            if (member.IsUndefined() || member.IsCallable() || member.IsSymbol())
            {
                continue;
            }

            writer.WritePropertyName(Valid(key.ToString()));
            Add(member, depth + 1);
        }

        writer.WriteEndObject();
    }

    private void AddMap(JsMap map, int depth)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(Valid(key.ToString()));
            Add(value, depth + 1);
        }

        writer.WriteEndObject();
    }

    private void AddList(IEnumerable<JsValue> items, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            if (item.IsCallable())
            {
                writer.WriteNullValue();
            }
            else
            {
                Add(item, depth + 1);
            }
        }

        writer.WriteEndArray();
    }

    private void AddText(JsString text)
    {
        // The length of a concatenation is known before it is built.
        if (writer.BytesCommitted + writer.BytesPending + text.Length > ExpressionBounds.OutputBytes)
        {
            throw TooLarge();
        }

        writer.WriteStringValue(Valid(text.ToString()));
    }

    private void AddNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            writer.WriteNullValue();
        }
        else if (IsWhole(number))
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            writer.WriteRawValue(Jint.Runtime.TypeConverter.ToString(JsNumber.Create(number)));
        }
    }

    private void AddDate(JsDate date)
    {
        if (double.IsNaN(date.DateValue))
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(date.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
    }

    private static bool IsWhole(double number) => number == Math.Truncate(number) && Math.Abs(number) < 9007199254740992;

    private void Bound(int depth)
    {
        if (depth > ExpressionBounds.OutputDepth)
        {
            throw new ExpressionException(
                "expression-bound",
                $"Expected a value nested at most {ExpressionBounds.OutputDepth} levels, but it is deeper or refers to itself; return a flatter value.");
        }

        if (writer.BytesCommitted + writer.BytesPending > ExpressionBounds.OutputBytes)
        {
            throw TooLarge();
        }
    }

    private static ExpressionException TooLarge() =>
        new("expression-bound", $"Expected a value of at most {ExpressionBounds.OutputBytes} bytes, but it is larger; return less, or keep the rest outside the case.");

    /// <summary>JSON cannot hold half a surrogate pair, which a script can make.</summary>
    private static string Valid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                return string.Create(text.Length, text, static (target, source) =>
                {
                    source.CopyTo(target);
                    for (var at = 0; at < target.Length; at++)
                    {
                        if (char.IsHighSurrogate(target[at]) && at + 1 < target.Length && char.IsLowSurrogate(target[at + 1]))
                        {
                            at++;
                        }
                        else if (char.IsSurrogate(target[at]))
                        {
                            target[at] = '\uFFFD';
                        }
                    }
                });
            }
        }

        return text;
    }
}
