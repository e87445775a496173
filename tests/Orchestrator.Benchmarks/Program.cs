using BenchmarkDotNet.Running;
using Orchestrator.Benchmarks;
using Orchestrator.Benchmarks.Journal;

// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- journal: group commit beside one transaction per step, one table.
// Anything else is for BenchmarkDotNet: -- --filter '*'
if (args is ["journal"]) await GroupCommitBenchmark.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(args);
