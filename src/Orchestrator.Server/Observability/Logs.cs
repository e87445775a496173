using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Orchestrator.Server.Observability;

/// <summary>Structured logs: readable on the console, JSON lines in files that roll by day and size.</summary>
internal static class Logs
{
    private const long FileSize = 64L * 1024 * 1024;
    private const int FilesKept = 14;
    private const string ConsoleLine = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary>Registers Serilog behind the usual logging interfaces; levels come from <c>Logging:LogLevel</c>.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSerilog(logger => Configure(logger, configuration), preserveStaticLogger: true);

    /// <summary>One line per request; its route instead of its path, because paths hold dossier numbers and callback tokens.</summary>
    public static IApplicationBuilder UseRequestLogs(this IApplicationBuilder app) => app.UseSerilogRequestLogging(options =>
    {
        options.MessageTemplate = "{RequestMethod} {Route} answered {StatusCode} in {Elapsed:0.0} ms";
        options.GetMessageTemplateProperties = (context, _, elapsed, status) =>
        [
            new LogEventProperty("RequestMethod", new ScalarValue(context.Request.Method)),
            new LogEventProperty("Route", new ScalarValue(Route(context))),
            new LogEventProperty("StatusCode", new ScalarValue(status)),
            new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
        ];
        options.GetLevel = (context, _, error) => (error, context.Response.StatusCode) switch
        {
            (not null, _) or (_, >= 500) => LogEventLevel.Error,
            (_, < 400) when HttpMethods.IsGet(context.Request.Method) => LogEventLevel.Debug,
            _ => LogEventLevel.Information,
        };
    });

    /// <summary>The pattern that a request's path matched.</summary>
    public static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>Masking, levels and where logs go.</summary>
    /// <param name="logger">To configure.</param>
    /// <param name="configuration">The host's.</param>
    /// <param name="sink">An additional sink that gets what the others get, for tests.</param>
    public static void Configure(LoggerConfiguration logger, IConfiguration configuration, ILogEventSink? sink = null)
    {
        foreach (var (category, level) in configuration.GetSection("Logging:LogLevel").AsEnumerable(makePathsRelative: true))
        {
            if (category == "Default")
                logger.MinimumLevel.Is(Level(level));
            else if (level is not null)
                logger.MinimumLevel.Override(category, Level(level));
        }

        logger.Enrich.FromLogContext().Enrich.With<MaskingEnricher>();
        if (configuration.GetValue("Logs:Console", defaultValue: true))
            logger.WriteTo.Console(new MaskingFormatter(new MessageTemplateTextFormatter(ConsoleLine, CultureInfo.InvariantCulture)));
        if (configuration["Logs:Path"] is { Length: > 0 } directory)
        {
            logger.WriteTo.File(
                new MaskingFormatter(new RenderedCompactJsonFormatter()), Path.Combine(directory, "orchestrator-.log"),
                rollingInterval: RollingInterval.Day, fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept);
        }

        if (sink is not null)
            logger.WriteTo.Sink(sink);
    }

    private static LogEventLevel Level(string? name) => Enum.TryParse<LogLevel>(name, ignoreCase: true, out var level)
        ? level switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Debug => LogEventLevel.Debug,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            LogLevel.Critical or LogLevel.None => LogEventLevel.Fatal,
            _ => LogEventLevel.Information,
        }
        : LogEventLevel.Information;
}
