using System.Globalization;

namespace Orchestrator.Simulators;

/// <summary>How the stand-in agencies behave. Read from the configuration section <c>Simulators</c>, see <see cref="From"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Value of <see cref="DataPath"/> that keeps everything in memory.</summary>
    public const string InMemory = ":memory:";

    /// <summary>Where to listen. Loopback unless somebody says otherwise; port 0 picks a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5081";

    /// <summary>The file that keeps registrations and pending callbacks over a restart, or <see cref="InMemory"/>.</summary>
    public string DataPath { get; init; } = "data/simulators.db";

    /// <summary>How long an agency works on a request before it calls back.</summary>
    public TimeSpan CallbackDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Wait before a callback that failed is sent again; doubles with every try, up to <see cref="CallbackRetryLimit"/>.</summary>
    public TimeSpan CallbackRetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two tries of a callback.</summary>
    public TimeSpan CallbackRetryLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether operations with a callback answer at once or call back.</summary>
    public AnswerMode Mode { get; init; } = AnswerMode.Callback;

    /// <summary>Key that callbacks are signed with (headers <c>X-Timestamp</c> and <c>X-Signature</c>), or null for no signature. A secret.</summary>
    public string? CallbackSecret { get; init; }

    /// <summary>Makes generated people and numbers the same in every run.</summary>
    public int Seed { get; init; } = 20221123;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Reads <c>urls</c> (or <c>Simulators:Url</c>), <c>Simulators:DataPath</c>, <c>Simulators:CallbackDelay</c>,
    /// <c>Simulators:CallbackRetryDelay</c> and <c>Simulators:CallbackRetryLimit</c> (<c>hh:mm:ss.fff</c>), <c>Simulators:CallbackSecret</c>, <c>Simulators:Mode</c> and <c>Simulators:Seed</c>; what is absent keeps its default.
    /// </summary>
    public static SimulatorOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Simulators");
        var defaults = new SimulatorOptions();
        return defaults with
        {
            Url = configuration["urls"] ?? section["Url"] ?? defaults.Url,
            DataPath = section["DataPath"] ?? defaults.DataPath,
            CallbackDelay = Read(section["CallbackDelay"], defaults.CallbackDelay, text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
            CallbackRetryDelay = Read(section["CallbackRetryDelay"], defaults.CallbackRetryDelay, text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
            CallbackRetryLimit = Read(section["CallbackRetryLimit"], defaults.CallbackRetryLimit, text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
            Mode = Read(section["Mode"], defaults.Mode, text => Enum.Parse<AnswerMode>(text, ignoreCase: true)),
            CallbackSecret = section["CallbackSecret"] is { Length: > 0 } secret ? secret : null,
            Seed = Read(section["Seed"], defaults.Seed, text => int.Parse(text, CultureInfo.InvariantCulture)),
        };
    }

    private static T Read<T>(string? text, T otherwise, Func<string, T> parse) => string.IsNullOrWhiteSpace(text) ? otherwise : parse(text);
}

/// <summary>How an operation that knows callbacks gives its final answer.</summary>
public enum AnswerMode
{
    /// <summary>202 at once, the final answer by callback.</summary>
    Callback,

    /// <summary>200 with the final answer.</summary>
    AtOnce,
}
