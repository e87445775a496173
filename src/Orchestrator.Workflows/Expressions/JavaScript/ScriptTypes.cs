using System.Collections.Frozen;
using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// The .NET types that Elsa gives scripts, as far as what they do is a matter of values: the members listed here, nothing else of them
/// (<see cref="RefusedNames"/> refuses the rest). The time is the decision's, ids come from the step's seed.
/// </summary>
internal static class ScriptTypes
{
    /// <summary>Members by type.</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> Members = new Dictionary<string, FrozenSet<string>>
    {
        ["Guid"] = Names("NewGuid", "Parse", "Empty"),
        ["TimeSpan"] = Names("FromDays", "FromHours", "FromMinutes", "FromSeconds", "FromMilliseconds", "Parse", "Zero"),
        ["DateTime"] = Names("Now", "UtcNow", "Today", "Parse"),
        ["DateTimeOffset"] = Names("Now", "UtcNow", "Parse"),
        ["LogPersistenceMode"] = Names("Inherit", "Include", "Exclude"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Makes a type for one evaluation.</summary>
    public static JsObject Make(ScriptSession session, string type)
    {
        var made = new JsObject(session.Engine);
        switch (type)
        {
            case "Guid":
                Function(session, made, "NewGuid", _ => session.Values.Guid(session.Random.NextGuid()));
                Function(session, made, "Parse", a => HostFunctions.All["parseGuid"](session, a));
                made.FastSetDataProperty("Empty", session.Values.Guid(Guid.Empty));
                break;
            case "TimeSpan":
                Unit(session, made, "FromDays", TimeSpan.FromDays);
                Unit(session, made, "FromHours", TimeSpan.FromHours);
                Unit(session, made, "FromMinutes", TimeSpan.FromMinutes);
                Unit(session, made, "FromSeconds", TimeSpan.FromSeconds);
                Unit(session, made, "FromMilliseconds", TimeSpan.FromMilliseconds);
                Function(session, made, "Parse", a => Durations.TryRead(Text(a), out var duration) ? new DurationObject(session.Engine, duration) : throw Unread("TimeSpan.Parse", "a duration such as 02:30:00", a));
                made.FastSetDataProperty("Zero", new DurationObject(session.Engine, TimeSpan.Zero));
                break;
            case "LogPersistenceMode":
                foreach (var mode in Members[type]) made.FastSetDataProperty(mode, JsString.Create(mode));
                break;
            default:
                Dates(session, made);
                break;
        }

        return made;
    }

    private static void Dates(ScriptSession session, JsObject made)
    {
        var now = session.Scope.Now;
        foreach (var name in (ReadOnlySpan<string>)["Now", "UtcNow"]) made.FastSetDataProperty(name, new JsDate(session.Engine, now));
        made.FastSetDataProperty("Today", new JsDate(session.Engine, new DateTimeOffset(now.Date, now.Offset)));
        Function(session, made, "Parse", a => Moments.TryRead(Text(a), out var moment, out _) ? new JsDate(session.Engine, moment) : throw Unread("Parse", "a date such as 2026-11-24T08:00:00+07:00", a));
    }

    private static void Unit(ScriptSession session, JsObject made, string name, Func<double, TimeSpan> make) => Function(session, made, name, a =>
    {
        var number = a.Length > 0 && a[0].IsNumber() ? a[0].AsNumber() : double.NaN;
        try
        {
            return new DurationObject(session.Engine, make(number));
        }
        catch (Exception error) when (error is OverflowException or ArgumentException)
        {
            throw Unread($"TimeSpan.{name}", "a number that a duration can have", a);
        }
    });

    private static void Function(ScriptSession session, JsObject made, string name, Func<JsValue[], JsValue> function) =>
        made.FastSetDataProperty(name, new ClrFunction(session.Engine, name, (_, arguments) => function(arguments)));

    private static string Text(JsValue[] arguments) => arguments.Length > 0 ? arguments[0].ToString() : string.Empty;

    private static ExpressionException Unread(string function, string expected, JsValue[] arguments) => new(
        "expression-failed", string.Create(CultureInfo.InvariantCulture, $"Expected {function} to get {expected}, but got '{Text(arguments)}'; check the value before it."));

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
