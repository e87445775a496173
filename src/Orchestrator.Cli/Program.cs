using System.CommandLine;
using Orchestrator.Cli.Agencies;
using Orchestrator.Cli.Audit;
using Orchestrator.Cli.Export;
using Orchestrator.Cli.Mocks;
using Orchestrator.Cli.Simulation;
using Orchestrator.Cli.Validation;
using Orchestrator.Cli.Verification;

var root = new RootCommand("Checks and exports workflow definitions, plays their scenarios, plays agencies, and takes and verifies exported journals.")
{
    ValidateCommand.Create(), SimulateCommand.Create(), MockCommand.Create(), VerifyCommand.Create(), ExportCommand.Create(), AgencyDiffCommand.Create(), AuditExportCommand.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();

// The parser's own errors are wrong calls; 1 is kept for findings.
return parsed.Errors.Count > 0 ? 2 : code;
