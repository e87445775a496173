using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;
using Orchestrator.Simulators.People;

namespace Orchestrator.Simulators.Tests.Content;

public sealed class ApplicationSchemaTests
{
    private static readonly SampleApplications _samples = new(1, TimeProvider.System);

    public static TheoryData<string> Procedures => [.. Repository.Procedures];

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Generated_applications_are_accepted(string procedure)
    {
        var schema = await LoadAsync(procedure);
        for (var seed = 0; seed < 100; seed++)
            Assert.Empty(schema.Validate(Make(procedure, seed).ToJsonString()));
    }

    [Theory]
    [InlineData("birth", "requester.personalId", "12345")]
    [InlineData("birth", "requester.personalId", "001496012345")]
    [InlineData("birth", "child.fullName", null)]
    [InlineData("birth", "child.fullName", " ")]
    [InlineData("birth", "child.dateOfBirth", "2026-13-01")]
    [InlineData("birth", "child.sex", "unknown")]
    [InlineData("birth", "requester.email", "nobody")]
    [InlineData("birth", "mother.personalId", null)]
    [InlineData("birth", "birthEvidence.number", null)]
    [InlineData("birth", "birthEvidence.kind", "rumour")]
    [InlineData("birth", "residence.commune", "256")]
    [InlineData("birth", "residence.case", "parents-do-not-own")]
    [InlineData("birth", "residence", null)]
    [InlineData("birth", "healthInsurance.facility.code", "1")]
    [InlineData("birth", "unknownMember", "x")]
    [InlineData("death", "deceased.born", "45")]
    [InlineData("death", "deceased.born", "1945-13-01")]
    [InlineData("death", "deceased.diedAtTime", "25:00")]
    [InlineData("death", "deathNotice.kind", "letter")]
    [InlineData("death", "householdHead", null)]
    [InlineData("death", "payment.recipient.bankAccount", "x")]
    [InlineData("death", "payment", null)]
    [InlineData("death", "requester.phone", "phone")]
    public async Task A_mutated_application_is_refused_with_a_pointer_to_the_spot(string procedure, string path, string? value)
    {
        var schema = await LoadAsync(procedure);
        var application = Make(procedure, seed: procedure == "death" ? FirstWithPayment() : 1);
        Mutate(application, path, value);
        var errors = schema.Validate(application.ToJsonString()).SelectMany(Flatten).ToList();
        var expected = path == "payment" ? "#/" : "#/" + path.Split('.')[0];
        Assert.Contains(errors, error => Pointer(error).StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public async Task A_payment_belongs_to_bundles_of_three_and_four_only(int bundle, bool isAcceptedWithout)
    {
        var schema = await LoadAsync("death");
        var application = Make("death", FirstWithPayment());
        application["bundle"] = bundle;
        Assert.Equal(!isAcceptedWithout, schema.Validate(application.ToJsonString()).Count == 0 || bundle == 4 && (string?)application["payment"]!["payer"] == "social");
        application.Remove("payment");
        Assert.Equal(isAcceptedWithout, schema.Validate(application.ToJsonString()).Count == 0);
    }

    [Fact]
    public async Task Survivors_benefit_is_for_the_insured_only()
    {
        var schema = await LoadAsync("death");
        var application = Make("death", Enumerable.Range(0, 200).First(seed => (string?)Make("death", seed)["payment"]?["payer"] == "social"));
        Assert.Empty(schema.Validate(application.ToJsonString()));
        application["bundle"] = 4;
        Assert.NotEmpty(schema.Validate(application.ToJsonString()));
    }

    [Fact]
    public async Task A_foreign_parent_needs_no_personal_id_and_an_unknown_father_no_entry()
    {
        var schema = await LoadAsync("birth");
        var application = Make("birth", 1);
        application.Remove("father");
        application["mother"]!.AsObject().Remove("personalId");
        application["mother"]!["nationality"] = "LA";
        Assert.Empty(schema.Validate(application.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void A_schema_uses_only_keywords_that_are_enforced(string procedure) =>
        Assert.All(Keywords(JsonNode.Parse(File.ReadAllText(Repository.Procedure(procedure, "application.schema.json")))!), keyword =>
            Assert.DoesNotContain(keyword, (string[])["if", "then", "else", "const", "contains", "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "dependencies"]));

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Applications_of_the_scenarios_are_accepted(string procedure)
    {
        var schema = await LoadAsync(procedure);
        Assert.All(Directory.EnumerateFiles(Repository.Procedure(procedure, "scenarios")), file =>
            Assert.Empty(schema.Validate(JsonNode.Parse(File.ReadAllText(file))!["application"]!.ToJsonString())));
    }

    private static Task<JsonSchema> LoadAsync(string procedure) =>
        JsonSchema.FromFileAsync(Repository.Procedure(procedure, "application.schema.json"), TestContext.Current.CancellationToken);

    private static JsonObject Make(string procedure, int seed) => procedure switch
    {
        "birth" => _samples.Birth(seed),
        "death" => _samples.Death(seed),
        "land-transfer" => _samples.LandTransfer(seed),
        "covid-support" => _samples.CovidSupport(seed),
        _ => throw new InvalidOperationException($"Expected generated applications of {procedure}, but there are none; add them."),
    };

    private static int FirstWithPayment() => Enumerable.Range(0, 200).First(seed => (int)Make("death", seed)["bundle"]! == 4);

    private static string Pointer(ValidationError error) => "#/" + (error.Path ?? "").TrimStart('#', '/').Replace('.', '/');

    private static IEnumerable<ValidationError> Flatten(ValidationError error) =>
        error is ChildSchemaValidationError parent ? parent.Errors.Values.SelectMany(errors => errors).SelectMany(Flatten).Prepend(error) : [error];

    private static void Mutate(JsonObject application, string path, string? value)
    {
        var members = path.Split('.');
        var parent = members[..^1].Aggregate(application, (node, member) => node[member]!.AsObject());
        if (value is null)
            parent.Remove(members[^1]);
        else
            parent[members[^1]] = value;
    }

    // Names under "properties" and "definitions" are the application's, not the language's.
    private static IEnumerable<string> Keywords(JsonNode node, bool areNames = false) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            (areNames ? [] : (IEnumerable<string>)[member.Key]).Concat(member.Value is null ? [] : Keywords(member.Value, !areNames && member.Key is "properties" or "definitions"))),
        JsonArray items => items.SelectMany(item => item is null ? [] : Keywords(item)),
        _ => [],
    };
}
