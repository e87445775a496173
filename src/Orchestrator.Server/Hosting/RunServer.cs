namespace Orchestrator.Server.Hosting;

/// <summary>Runs the server until it is asked to stop.</summary>
internal static class RunServer
{
    /// <summary>Exit code when the configuration cannot be used (EX_CONFIG of sysexits).</summary>
    public const int MisconfiguredExitCode = 78;

    /// <summary>Runs it; the exit code is 0 after an orderly stop.</summary>
    public static Task<int> RunAsync(string[] args) => GuardAsync(async () =>
    {
        await using var app = ServerHost.Build(args);
        await app.RunAsync();
    });

    /// <summary>Does something that needs the configuration, and tells in plain words when that cannot be used.</summary>
    public static async Task<int> GuardAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception problem) when (Explain(problem) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return MisconfiguredExitCode;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"The server cannot go on: {problem}");
            return 1;
        }
    }

    private static string? Explain(Exception problem) => problem switch
    {
        StartupFault fault => fault.Message,
        InvalidOperationException { Message: var message } when message.StartsWith("Expected ", StringComparison.Ordinal) => message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } inUse =>
            $"Expected the address to listen on to be free, but it is not ({inUse.Message}); stop what uses it or set --urls to another.",
        _ => null,
    };
}
