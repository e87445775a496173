using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Tests.Pilot;

/// <summary>Definitions of one call each.</summary>
internal static class PilotDefinitions
{
    /// <summary>A question that Health answers at once; the outcome is <c>Found</c>.</summary>
    public static string CertificateLookup => Definition("certificate-lookup-only", new JsonObject
    {
        ["id"] = "find",
        ["nodeId"] = "Workflow1:root:find",
        ["type"] = "Agency.Health.FindLiveBirthCertificate",
        ["version"] = 1,
        ["certificateNumber"] = Literal("String", "GCS-01001-260301-0123"),
        ["motherPersonalId"] = Literal("String", "001196012345"),
    });

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

    private static string Definition(string id, JsonObject activity) => new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["root"] = new JsonObject { ["id"] = "root", ["nodeId"] = "Workflow1:root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(activity) },
    }.ToJsonString();

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
