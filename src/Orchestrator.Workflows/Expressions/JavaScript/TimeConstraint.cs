using System.Diagnostics;
using Jint;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>Stops a script after a wall-clock time, without a timer: it only reads the counter every few statements.</summary>
internal sealed class TimeConstraint(TimeSpan limit) : Constraint
{
    private const int StatementsBetweenReadings = 64;

    private long start = Stopwatch.GetTimestamp();
    private int countdown = StatementsBetweenReadings;

    public override void Reset()
    {
        start = Stopwatch.GetTimestamp();
        countdown = StatementsBetweenReadings;
    }

    public override void Check()
    {
        if (--countdown > 0)
        {
            return;
        }

        countdown = StatementsBetweenReadings;
        if (Stopwatch.GetElapsedTime(start) > limit)
        {
            throw new TimeoutException();
        }
    }
}
