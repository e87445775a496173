using System.Runtime.CompilerServices;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;

namespace Orchestrator.Agencies.Tests.Documents;

public sealed class WorkedExampleTests
{
    [Fact]
    public void The_worked_example_of_the_documentation_is_what_it_says()
    {
        var reading = DocumentReader.Read(Example(), "docs/agency-documents.md", "library");

        Assert.Empty(reading.Faults);
        var register = OperationDescriptors.Describe(reading.Document!, reading.Document!.Find("RegisterReader")!);
        Assert.Equal(("Agency.CityLibrary.RegisterReader", "City library"), (register.TypeName, register.Category));
        Assert.Equal(["Branch", "Reader", "Since"], register.Inputs.Select(input => input.Name));
        Assert.Equal(["CardNumber", "Reason", "RequestId", "Result"], register.Outputs.Select(output => output.Name).Order());
        Assert.Equal(["Registered", "Refused", "Failed", "TimedOut"], register.Ports.Select(port => port.Name));
    }

    private static string Example([CallerFilePath] string path = "")
    {
        var text = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../docs/agency-documents.md")));
        var start = text.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
