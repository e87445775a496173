// Starts Studio's runtime for what it does in this page: some seconds of interpreted code that draws an editor once. Compiling the loops of it to WebAssembly costs
// more than it gives in that time, and so do many small collections of garbage.
Blazor.start({
  configureRuntime: runtime => runtime
    .withRuntimeOptions(["--no-jiterpreter-traces-enabled"])
    .withEnvironmentVariable("MONO_GC_PARAMS", "nursery-size=64m")
});
