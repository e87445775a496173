using BenchmarkDotNet.Running;
using Orchestrator.Benchmarks;
using Orchestrator.Benchmarks.Documents;
using Orchestrator.Benchmarks.Journal;

// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- journal: group commit beside one transaction per step, one table.
// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- documents: importing a large OpenAPI document beside what the libraries alone take.
// Anything else is for BenchmarkDotNet: -- --filter '*'
if (args is ["journal"]) await GroupCommitBenchmark.RunAsync();
else if (args is ["documents"]) ImportBenchmark.Run();
else BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(args);
