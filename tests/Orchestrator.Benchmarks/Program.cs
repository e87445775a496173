using System.Globalization;
using BenchmarkDotNet.Running;
using Orchestrator.Benchmarks;
using Orchestrator.Benchmarks.Histories;
using Orchestrator.Benchmarks.Journal;

// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- journal: group commit beside one transaction per step, one table.
// Anything else is for BenchmarkDotNet: -- --filter '*'
// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- history [entries]: what an auditor waits for, on 10 million entries.
if (args is ["history", ..]) await HistoryBenchmark.RunAsync(args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 10_000_000);
else if (args is ["journal"]) await GroupCommitBenchmark.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(args);
