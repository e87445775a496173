using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Operations;

namespace Orchestrator.Agencies.Tests.Pilot;

public sealed class PilotDocumentsTests
{
    [Fact]
    public void The_agencies_of_the_product_are_mapped_without_faults()
    {
        var (documents, faults) = DocumentFolder.Read(PilotNode.Workflows());

        Assert.Empty(faults);
        Assert.Equal(["health", "justice", "labour", "land-registry", "population", "public-security", "social-security", "tax"], documents.Select(document => document.Code).Order());
    }

    [Fact]
    public void The_birth_registration_has_its_ports_and_hides_personal_data()
    {
        var justice = DocumentFolder.Read(PilotNode.Workflows()).Documents.Single(document => document.Code == "justice");
        var register = OperationDescriptors.Describe(justice, justice.Find("RegisterBirth")!);

        Assert.Equal(
            ["Registered", "Refused", "SupplementRequired", "SuspectedDuplicate", "Failed", "TimedOut"], register.Ports.Select(port => port.Name));
        Assert.True(register.Inputs.Single(input => input.Name == "Child") is { IsRequired: true, IsSensitive: true });
        Assert.Contains(register.Outputs, output => output.Name == "RegisterNumber");
    }
}
