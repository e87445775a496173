using System.CommandLine;
using Orchestrator.Cli.Validation;
using Orchestrator.Cli.Verification;

var root = new RootCommand("Checks workflow definitions and exported journals.") { ValidateCommand.Create(), VerifyCommand.Create() };
return await root.Parse(args).InvokeAsync();
