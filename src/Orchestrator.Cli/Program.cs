using System.CommandLine;
using Orchestrator.Cli.Simulation;
using Orchestrator.Cli.Validation;

var root = new RootCommand("Checks workflow definitions and plays their scenarios.") { ValidateCommand.Create(), SimulateCommand.Create() };
return await root.Parse(args).InvokeAsync();
