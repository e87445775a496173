using Orchestrator.Simulators;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
await using var host = await SimulatorHost.StartAsync(SimulatorOptions.From(configuration));
Console.WriteLine($"Stand-in agencies listen on {host.Address}");
await host.WaitForShutdownAsync();
