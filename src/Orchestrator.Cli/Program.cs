using System.CommandLine;
using Orchestrator.Cli.Mocks;
using Orchestrator.Cli.Simulation;
using Orchestrator.Cli.Validation;

var root = new RootCommand("Checks workflow definitions and plays their scenarios, and plays agencies.") { ValidateCommand.Create(), SimulateCommand.Create(), MockCommand.Create() };
return await root.Parse(args).InvokeAsync();
