using Serilog.Events;
using Serilog.Formatting;

namespace Orchestrator.Server.Observability;

/// <summary>The last look at a log line: hides identifiers that came in by a message or an exception.</summary>
internal sealed class MaskingFormatter(ITextFormatter inner) : ITextFormatter
{
    /// <inheritdoc />
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        inner.Format(logEvent, line);
        output.Write(PersonalData.Hide(line.ToString()));
    }
}
