using System.Globalization;
using Jint.Runtime;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// Gives scripts the time of the decision, in UTC. A decision runs on one thread from start to end, so the time is kept per thread: the
/// engine's options can then be shared.
/// </summary>
internal sealed class ScriptClock() : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    [ThreadStatic]
    private static DateTimeOffset now;

    public static Restore Set(DateTimeOffset value)
    {
        var before = now;
        now = value;
        return new Restore(before);
    }

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();

    /// <summary>Puts the former time back.</summary>
    public readonly ref struct Restore(DateTimeOffset before)
    {
        public void Dispose() => now = before;
    }
}
