using Orchestrator.Benchmarks.Journal;

// Each benchmark prints one table; give a name to run only that one: dotnet run -c Release --project tests/Orchestrator.Benchmarks -- journal
var chosen = args.FirstOrDefault();
if (chosen is null or "journal") await GroupCommitBenchmark.RunAsync();
return 0;
