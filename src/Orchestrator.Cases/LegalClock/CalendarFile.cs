using Microsoft.Extensions.Logging;

namespace Orchestrator.Cases.LegalClock;

/// <summary>Loads the calendar when the server starts. Without a usable file every promised date is provisional, and the log says why.</summary>
internal static partial class CalendarFile
{
    public static WorkingCalendar Load(string path, ILogger logger)
    {
        if (!File.Exists(path))
        {
            LogMissing(logger, path);
            return WorkingCalendar.WeeklyRule;
        }

        switch (CalendarReader.Read(File.ReadAllBytes(path)))
        {
            case CalendarOutcome.Good good:
                return good.Calendar;
            case CalendarOutcome.Bad bad:
                LogBroken(logger, path, bad.Path, bad.Message);
                return WorkingCalendar.WeeklyRule;
            default:
                throw new InvalidOperationException("Expected a known outcome of reading the calendar.");
        }
    }

    [LoggerMessage(20, LogLevel.Error, "Expected the working calendar {File}, but it is not there; promised dates are provisional until it is added and the server restarted")]
    private static partial void LogMissing(ILogger logger, string file);

    [LoggerMessage(21, LogLevel.Error, "The working calendar {File} is broken at {Path}: {Message} Promised dates are provisional until then")]
    private static partial void LogBroken(ILogger logger, string file, string path, string message);
}
