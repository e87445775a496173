using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>A value that Elsa gives scripts as an object with .NET's members, and that is text everywhere else.</summary>
internal abstract class ClrLikeObject : ObjectInstance
{
    protected ClrLikeObject(Engine engine)
        : base(engine)
    {
        Prototype = engine.Intrinsics.Object.PrototypeObject;
        Hidden("toString", () => JsString.Create(Text));
    }

    /// <summary>The value as it is stored.</summary>
    public abstract string Text { get; }

    protected void Hidden(string name, Func<JsValue> function) =>
        FastSetProperty(name, new PropertyDescriptor(new ClrFunction(Engine, name, (_, _) => function()), PropertyFlag.NonEnumerable));

    protected void Member(string name, double value) => FastSetDataProperty(name, JsNumber.Create(value));
}

/// <summary>A UUID. <c>JSON.stringify</c> gives its text (in Elsa only variant and version).</summary>
internal sealed class GuidObject : ClrLikeObject
{
    private readonly Guid id;

    public GuidObject(Engine engine, Guid id)
        : base(engine)
    {
        this.id = id;
        Hidden("toJSON", () => JsString.Create(Text));
        Member("Variant", id.Variant);
        Member("Version", id.Version);
    }

    public override string Text => id.ToString();
}

/// <summary>A duration with the members of .NET's <c>TimeSpan</c>.</summary>
internal sealed class DurationObject : ClrLikeObject
{
    private readonly TimeSpan duration;

    public DurationObject(Engine engine, TimeSpan duration)
        : base(engine)
    {
        this.duration = duration;
        Member("Ticks", duration.Ticks);
        Member("Days", duration.Days);
        Member("Hours", duration.Hours);
        Member("Milliseconds", duration.Milliseconds);
        Member("Microseconds", duration.Microseconds);
        Member("Nanoseconds", duration.Nanoseconds);
        Member("Minutes", duration.Minutes);
        Member("Seconds", duration.Seconds);
        Member("TotalDays", duration.TotalDays);
        Member("TotalHours", duration.TotalHours);
        Member("TotalMilliseconds", duration.TotalMilliseconds);
        Member("TotalMicroseconds", duration.TotalMicroseconds);
        Member("TotalNanoseconds", duration.TotalNanoseconds);
        Member("TotalMinutes", duration.TotalMinutes);
        Member("TotalSeconds", duration.TotalSeconds);
    }

    public override string Text => duration.ToString("c", CultureInfo.InvariantCulture);
}
