using System.Diagnostics;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>The time one template may take. Rendering stays on its thread, so the end is kept per thread; filters and output look at it.</summary>
internal static class LiquidTime
{
    [ThreadStatic]
    private static long started;

    public static Restore Start()
    {
        var before = started;
        started = Stopwatch.GetTimestamp();
        return new Restore(before);
    }

    /// <summary>Stops a template that takes too long.</summary>
    public static void Check()
    {
        if (Stopwatch.GetElapsedTime(started) > ExpressionBounds.Time)
        {
            throw Bound($"runs longer than {ExpressionBounds.Time.TotalMilliseconds} ms", null);
        }
    }

    /// <summary>Stops a template that makes too long a text.</summary>
    public static void CheckLength(long characters)
    {
        Check();
        if (characters > ExpressionBounds.TextCharacters)
        {
            throw Bound($"makes a text of more than {ExpressionBounds.TextCharacters} characters", null);
        }
    }

    public static ExpressionException Bound(string what, Exception? error) =>
        new("expression-bound", $"Expected the template to stay within its bounds, but it {what}; look for a loop over too much, or do less in one expression.", error);

    /// <summary>Puts the former start back.</summary>
    public readonly ref struct Restore(long before)
    {
        public void Dispose() => started = before;
    }
}
