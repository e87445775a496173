using System.Globalization;
using BenchmarkDotNet.Running;
using Orchestrator.Benchmarks;
using Orchestrator.Benchmarks.Documents;
using Orchestrator.Benchmarks.Histories;
using Orchestrator.Benchmarks.Journal;
using Orchestrator.Benchmarks.Studio;

// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- journal: group commit beside one transaction per step, one table.
// … -- history [entries]: what an auditor waits for, on 10 million entries.
// … -- documents: importing a large OpenAPI document beside what the libraries alone take.
// … -- studio http://127.0.0.1:5080 <key of a designer> [definition]: how long the editor takes to stand in a browser, against a running server.
// Anything else is for BenchmarkDotNet: -- --filter '*'
if (args is ["journal"]) await GroupCommitBenchmark.RunAsync();
else if (args is ["history", ..]) await HistoryBenchmark.RunAsync(args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 10_000_000);
else if (args is ["documents"]) ImportBenchmark.Run();
else if (args is ["studio", var server, var key, ..]) await StudioBenchmark.RunAsync(new Uri(server), key, args.ElementAtOrDefault(3) ?? "birth");
else BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(args);
