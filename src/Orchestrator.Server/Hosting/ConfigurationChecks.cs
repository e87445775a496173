using System.Globalization;
using Orchestrator.Workflows.Activities.Flowcharts;

namespace Orchestrator.Server.Hosting;

/// <summary>Looks at the configuration before anything starts, so that a mistake is told at once and in plain words.</summary>
internal static class ConfigurationChecks
{
    /// <summary>Throws when the server cannot start with this configuration.</summary>
    /// <exception cref="StartupFault">What was expected, what was found and what to do.</exception>
    public static void Run(IConfiguration configuration)
    {
        var provider = configuration["Storage:Provider"] ?? "Sqlite";
        if (!Is(provider, "Sqlite") && !Is(provider, "PostgreSql"))
            throw new StartupFault($"Expected Storage:Provider to be Sqlite or PostgreSql, but it is '{provider}'; correct the configuration.");
        if (Is(provider, "PostgreSql") && string.IsNullOrWhiteSpace(configuration.GetConnectionString("Orchestrator")))
            throw new StartupFault("Expected ConnectionStrings:Orchestrator for PostgreSQL, but it is empty; set it to the database's connection string.");
        var workflows = configuration["Workflows:Path"]!;
        if (!Directory.Exists(workflows))
            throw new StartupFault($"Expected Workflows:Path to be the directory of procedures and agencies, but '{workflows}' does not exist; start the server from the repository or set Workflows:Path.");
        if (configuration["Workflows:FlowchartMode"] is { Length: > 0 } mode && !Enum.GetNames<FlowchartMode>().Contains(mode, StringComparer.OrdinalIgnoreCase))
            throw new StartupFault($"Expected Workflows:FlowchartMode to be CounterBased or TokenBased, but it is '{mode}'; correct the configuration.");
        if (configuration["Otlp:Endpoint"] is { Length: > 0 } endpoint && !IsHttp(endpoint))
            throw new StartupFault($"Expected Otlp:Endpoint to be an http or https address, but it is '{endpoint}'; correct the configuration.");
        if (configuration["Public:BaseUrl"] is { Length: > 0 } address && !IsHttp(address))
            throw new StartupFault($"Expected Public:BaseUrl to be the http or https address under which agencies reach this server, but it is '{address}'; correct the configuration.");
        if (configuration["Simulators:Enabled"] is { Length: > 0 } flag && !bool.TryParse(flag, out _))
            throw new StartupFault($"Expected Simulators:Enabled to be true or false, but it is '{flag}'; correct the configuration.");
        if (configuration["Simulators:Port"] is { Length: > 0 } port
            && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535))
            throw new StartupFault($"Expected Simulators:Port to be a port from 0 to 65535, but it is '{port}'; correct the configuration.");
    }

    private static bool Is(string value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
