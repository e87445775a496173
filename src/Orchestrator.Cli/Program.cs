using System.CommandLine;
using Orchestrator.Cli.Validation;

var root = new RootCommand("Checks workflow definitions.") { ValidateCommand.Create() };
return root.Parse(args).Invoke();
