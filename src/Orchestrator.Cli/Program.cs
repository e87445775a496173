using System.CommandLine;
using Orchestrator.Cli.Agencies;
using Orchestrator.Cli.Mocks;
using Orchestrator.Cli.Simulation;
using Orchestrator.Cli.Validation;
using Orchestrator.Cli.Verification;

var root = new RootCommand("Checks workflow definitions, plays their scenarios, plays agencies, and verifies exported journals.")
{
    ValidateCommand.Create(), SimulateCommand.Create(), MockCommand.Create(), VerifyCommand.Create(), AgencyDiffCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
