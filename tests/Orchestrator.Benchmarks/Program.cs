using BenchmarkDotNet.Running;
using Orchestrator.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(StepBenchmarks).Assembly).Run(args);
