using System.CommandLine;
using Orchestrator.Cli.Agencies;
using Orchestrator.Cli.Audit;
using Orchestrator.Cli.Mocks;
using Orchestrator.Cli.Simulation;
using Orchestrator.Cli.Validation;
using Orchestrator.Cli.Verification;

var root = new RootCommand("Checks workflow definitions, plays their scenarios, plays agencies, and takes and verifies exported journals.")
{
    ValidateCommand.Create(), SimulateCommand.Create(), MockCommand.Create(), VerifyCommand.Create(), AgencyDiffCommand.Create(), ExportCommand.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();

// The parser's own errors are wrong calls; 1 is kept for findings.
return parsed.Errors.Count > 0 ? 2 : code;
