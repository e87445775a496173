using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Scripting;
using Orchestrator.Workflows;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions.JavaScript;

namespace Orchestrator.Designer.Tests.Scripting;

/// <summary>What the editor completes is what a script can name.</summary>
public sealed partial class ScriptDeclarationsTests
{
    private static readonly WorkflowDefinition Definition = Read("""
        {"definitionId":"typed","name":"Typed","version":1,
         "variables":[{"id":"v1","name":"ChildName","typeName":"String"},{"id":"v2","name":"reg_no","typeName":"Int32"},{"id":"v3","name":"Dates","typeName":"DateTimeOffset","isArray":true},
                      {"id":"v4","name":"Signed at","typeName":"DateTimeOffset"}],
         "inputs":[{"type":"String","name":"CaseId"},{"type":"ObjectDictionary","name":"Extra"}],
         "root":{"type":"Elsa.Flowchart","version":1,"id":"F","variables":[{"id":"v5","name":"Inner","typeName":"Boolean"}],"activities":[
           {"type":"Elsa.RunTask","version":1,"id":"T","name":"AskOfficer"},{"type":"Made.Up","version":1,"id":"U","name":"Unknown"}],"connections":[]}}
        """);

    private readonly string text = new ScriptDeclarations(new ServiceCollection().AddWorkflowEngine().BuildServiceProvider().GetRequiredService<IActivityCatalog>()).Write(Definition, null);

    [Fact]
    public void Variables_have_their_types_as_members_and_as_functions()
    {
        Assert.Contains("  ChildName: string;", text, StringComparison.Ordinal);
        Assert.Contains("  Dates: string[];", text, StringComparison.Ordinal);
        Assert.Contains("  \"Signed at\": Date;", text, StringComparison.Ordinal);
        Assert.Contains("declare function getRegNo(): number;", text, StringComparison.Ordinal);
        Assert.Contains("declare function setRegNo(value: number): void;", text, StringComparison.Ordinal);
        Assert.Contains("  Inner: boolean;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_and_outputs_of_activities_are_there_and_unknown_activities_do_no_harm()
    {
        Assert.Contains("declare function getCaseId(): string;", text, StringComparison.Ordinal);
        Assert.Contains("declare function getInput(name: \"CaseId\" | \"Extra\"): any;", text, StringComparison.Ordinal);
        Assert.Contains("declare function getResultFromAskOfficer(): any;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("FromUnknown", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_that_a_script_has_is_declared()
    {
        var script = new ScriptDeclarations(new ServiceCollection().AddWorkflowEngine().BuildServiceProvider().GetRequiredService<IActivityCatalog>()).Write(Definition, "Elsa.RunJavaScript");
        var declared = Function().Matches(script).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(HostFunctions.All.Keys.Except(declared));
    }

    private static WorkflowDefinition Read(string json) =>
        DefinitionReader.Read(System.Text.Encoding.UTF8.GetBytes(json)) is DefinitionReading.Read read ? read.Definition : throw new InvalidOperationException("The definition cannot be read.");

    [GeneratedRegex(@"declare function (\w+)\(")]
    private static partial Regex Function();
}
