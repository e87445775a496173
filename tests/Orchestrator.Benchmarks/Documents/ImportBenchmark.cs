using System.Diagnostics;
using System.Globalization;
using Microsoft.OpenApi;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;
using Orchestrator.TestKit;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Benchmarks.Documents;

/// <summary>
/// Importing a large document beside what the libraries alone take for the same text (YamlDotNet, then Microsoft.OpenApi): once cold, as a server does it when
/// it starts, then warm; in milliseconds of processor time. Everything that a palette and a first call need is counted: descriptors, and one schema compiled.
/// </summary>
internal static class ImportBenchmark
{
    private const int Operations = 600, Rounds = 5;

    public static void Run()
    {
        // First of all, while nothing is compiled yet: what a server waits for when it starts.
        var workflows = Path.Combine(Environment.CurrentDirectory, "workflows");
        if (Directory.Exists(workflows))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all documents of {workflows}, cold: {Time(() => DocumentFolder.Read(workflows)):0} ms, again: {Time(() => DocumentFolder.Read(workflows)):0} ms"));
        Console.WriteLine($"{Operations} operations                size     libraries     import cold   import warm   operations  faults");
        foreach (var version in (string[])["3.0.3", "3.1.0"])
        {
            var json = LargeDocument.Json(Operations, version);
            Measure($"OpenAPI {version}, JSON", json, () => OpenApiDocument.Parse(json, "json"));
            var yaml = LargeDocument.Yaml(Operations, version);
            Measure($"OpenAPI {version}, YAML", yaml, () =>
            {
                new YamlStream().Load(new StringReader(yaml));
                OpenApiDocument.Parse(json, "json");
            });
        }
    }

    private static void Measure(string name, string text, Action libraries)
    {
        var cold = Time(() => Import(text));
        var warm = Enumerable.Range(0, Rounds).Select(_ => Time(() => Import(text))).Order().ElementAt(Rounds / 2);
        var baseline = Enumerable.Range(0, Rounds).Select(_ => Time(libraries)).Order().ElementAt(Rounds / 2);
        var reading = Import(text);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-24} {text.Length / 1024,6} kB   {baseline,8:0} ms   {cold,8:0} ms   {warm,8:0} ms     {reading.Document!.Operations.Length,6}   {reading.Faults.Length,6}"));
    }

    private static DocumentReading Import(string text)
    {
        var reading = DocumentReader.Read(text, "agencies/large/openapi", "large");
        foreach (var operation in reading.Document!.Operations)
            OperationDescriptors.Describe(reading.Document, operation);
        reading.Document.Operations[0].Schemas.Answer(200)!.Check("{}");
        return reading;
    }

    // Processor time: what another program does at the same time makes no difference.
    private static double Time(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }
}
