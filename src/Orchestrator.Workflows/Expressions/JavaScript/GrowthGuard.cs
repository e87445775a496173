using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// Puts a check before the built-in functions that can turn small texts into gigabytes in one call: the engine looks at its bounds only
/// between statements, which would be too late.
/// </summary>
internal static class GrowthGuard
{
    // A replacement is estimated from above, so this is more than what may be kept in the end.
    private const long EstimatedCharacters = 8L * ExpressionBounds.TextCharacters;
    private const int StringifiedDepth = 256;

    public static void Install(Engine engine)
    {
        var text = Prototype(engine, "String");
        Guard(engine, text, "repeat", static (self, a) => Length(self) * Count(a, 0), ExpressionBounds.TextCharacters);
        Guard(engine, text, "padStart", static (_, a) => Count(a, 0), ExpressionBounds.TextCharacters);
        Guard(engine, text, "padEnd", static (_, a) => Count(a, 0), ExpressionBounds.TextCharacters);
        Guard(engine, text, "concat", static (self, a) => Length(self) + a.Sum(Length), ExpressionBounds.TextCharacters);
        Guard(engine, text, "replace", static (self, a) => Replaced(self, a, everywhere: a.Length > 0 && a[0].IsObject()), EstimatedCharacters);
        Guard(engine, text, "replaceAll", static (self, a) => Replaced(self, a, everywhere: true), EstimatedCharacters);
        var list = Prototype(engine, "Array");
        Guard(engine, list, "join", static (self, a) => Joined(self, a.Length == 0 || a[0].IsUndefined() ? 1 : Length(a[0]), 0), ExpressionBounds.TextCharacters);
        Guard(engine, engine.Global.Get("JSON").AsObject(), "stringify", static (_, a) => a.Length == 0 ? 0 : Stringified(a[0]), ExpressionBounds.TextCharacters);
    }

    private static ObjectInstance Prototype(Engine engine, string constructor) => engine.Global.Get(constructor).Get("prototype").AsObject();

    private static void Guard(Engine engine, ObjectInstance owner, string name, Func<JsValue, JsValue[], double> estimate, long limit)
    {
        var original = owner.Get(name);
        var guarded = new ClrFunction(engine, name, (self, arguments) =>
        {
            if (estimate(self, arguments) > limit)
            {
                throw new ExpressionException(
                    "expression-bound",
                    $"Expected the script to stay within its bounds, but {name} would make a text of more than {ExpressionBounds.TextCharacters} characters; make a shorter text.");
            }

            return original.Call(self, arguments);
        });
        owner.FastSetProperty(name, new PropertyDescriptor(guarded, PropertyFlag.NonEnumerable));
    }

    private static double Length(JsValue value) => value is JsString text ? text.Length : 16;

    private static double Count(JsValue[] arguments, int index) =>
        index < arguments.Length && arguments[index].IsNumber() ? Math.Max(0, arguments[index].AsNumber()) : ExpressionBounds.SourceCharacters;

    private static double Replaced(JsValue self, JsValue[] arguments, bool everywhere)
    {
        if (arguments.Length < 2 || arguments[1] is not JsString replacement)
        {
            return 0;
        }

        var length = Length(self);

        // $` and $' put the rest of the text into each replacement.
        var each = replacement.Length + (replacement.Length < ExpressionBounds.SourceCharacters && HasPattern(replacement.ToString()) ? length * replacement.Length : 0);
        return length + (everywhere ? (length + 1) * each : each);
    }

    private static bool HasPattern(string replacement) =>
        replacement.Contains("$`", StringComparison.Ordinal) || replacement.Contains("$'", StringComparison.Ordinal) || replacement.Contains("$&", StringComparison.Ordinal);

    private static double Joined(JsValue self, double separator, int depth)
    {
        if (self is not JsArray list || depth > StringifiedDepth)
        {
            return 0;
        }

        var total = 0d;
        for (uint index = 0; index < list.Length && total <= ExpressionBounds.TextCharacters; index++)
        {
            var item = list.Get(JsNumber.Create(index));
            total += separator + (item is JsArray inner ? Joined(inner, 1, depth + 1) : Length(item));
        }

        return total;
    }

    /// <summary>At least as many characters as will be written, give or take numbers; counts shared parts as often as they are written.</summary>
    private static double Stringified(JsValue value)
    {
        var total = 0d;
        var open = new Stack<(JsValue Value, int Depth)>();
        open.Push((value, 0));
        while (total <= ExpressionBounds.TextCharacters && open.TryPop(out var next))
        {
            total += Length(next.Value);
            if (next.Depth > StringifiedDepth)
            {
                throw new ExpressionException(
                    "expression-bound",
                    $"Expected the value for JSON.stringify to be nested at most {StringifiedDepth} levels, but it is deeper or refers to itself; write a flatter value.");
            }

            if (next.Value is JsArray or JsObject)
            {
                foreach (var (key, member) in ((ObjectInstance)next.Value).GetOwnProperties())
                {
                    total += Length(key);
                    if (member.IsDataDescriptor())
                    {
                        open.Push((member.Value, next.Depth + 1));
                    }
                }
            }
        }

        return total;
    }
}
