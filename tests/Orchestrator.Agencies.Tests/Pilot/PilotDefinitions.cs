using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>Definitions of one call each, and of a whole case.</summary>
internal static class PilotDefinitions
{
    /// <summary>A question that Health answers at once; the outcome is <c>Found</c>.</summary>
    public static string CertificateLookup => Definition("certificate-lookup-only", Lookup());

    /// <summary>A birth that Justice registers and calls back about; the outcome is <c>Registered</c>.</summary>
    public static string Birth(string number = "G22.99.01-260302-0001") => Definition("birth-" + number, new JsonObject
    {
        ["id"] = "register",
        ["nodeId"] = "Workflow1:root:register",
        ["type"] = "Agency.Justice.RegisterBirth",
        ["version"] = 1,
        ["dossierNumber"] = Literal("String", number),
        ["child"] = Literal("Object", $$"""{"fullName":"Bé {{number}}","dateOfBirth":"2026-03-01","sex":"female"}"""),
        ["mother"] = Literal("Object", $$"""{"fullName":"Mẹ {{number}}","personalId":"001196012345"}"""),
        ["requester"] = Literal("Object", """{"fullName":"Mẹ Thử","personalId":"001196012345","relation":"mother"}"""),
        ["liveBirthCertificate"] = Literal("Object", """{"kind":"certificate","number":"GCS-01001-000123","issuedOn":"2026-03-01"}"""),
    });

    /// <summary>A whole case: filed with the number of its input, looked up at Health, registered at Justice.</summary>
    public static string FiledBirth => Definition(
        "filed-birth",
        new JsonObject { ["id"] = "filed", ["nodeId"] = "Workflow1:root:filed", ["type"] = "Elsa.Event", ["version"] = 1, ["eventName"] = Literal("String", "filed") },
        Lookup(),
        new JsonObject
        {
            ["id"] = "register",
            ["nodeId"] = "Workflow1:root:register",
            ["type"] = "Agency.Justice.RegisterBirth",
            ["version"] = 1,
            ["dossierNumber"] = Script("String", "getInput('number')"),
            ["child"] = Script("Object", "({ fullName: 'Bé ' + getInput('number'), dateOfBirth: '2026-03-01', sex: 'female' })"),
            ["mother"] = Script("Object", "({ fullName: 'Mẹ ' + getInput('number'), personalId: '001196012345' })"),
            ["requester"] = Literal("Object", """{"fullName":"Mẹ Thử","personalId":"001196012345","relation":"mother"}"""),
            ["liveBirthCertificate"] = Literal("Object", """{"kind":"certificate","number":"GCS-01001-000123","issuedOn":"2026-03-01"}"""),
        });

    private static JsonObject Lookup() => new()
    {
        ["id"] = "find",
        ["nodeId"] = "Workflow1:root:find",
        ["type"] = "Agency.Health.FindLiveBirthCertificate",
        ["version"] = 1,
        ["certificateNumber"] = Literal("String", "GCS-01001-260301-0123"),
        ["motherPersonalId"] = Literal("String", "001196012345"),
    };

    private static string Definition(string id, params JsonNode[] activities) => new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["root"] = new JsonObject { ["id"] = "root", ["nodeId"] = "Workflow1:root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(activities) },
    }.ToJsonString();

    private static JsonObject Script(string typeName, string value) => new()
    {
        ["typeName"] = typeName,
        ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = value },
    };

    private static JsonObject Literal(string typeName, string value) => new()
    {
        ["typeName"] = typeName,
        ["expression"] = new JsonObject
        {
            ["type"] = typeName == "Object" ? "Object" : "Literal",
            ["value"] = value,
        },
    };
}
