using System.Globalization;
using System.Text.Json;
using Orchestrator.Attachments.Links;

namespace Orchestrator.Cases;

/// <summary>
/// The input every dossier starts with. <c>Application</c>, <c>DossierNumber</c>, <c>Locality</c> and <c>ReceivedAt</c> are for the workflow;
/// the rest says under which law the case was received, so that it never depends on files that change later.
/// </summary>
internal sealed record CaseInput(
    string DossierNumber, string? SecondNumber, string ProcedureCode, string? Locality, DateTimeOffset ReceivedAt, PromiseTerms Promise, JsonElement Application)
{
    /// <summary>The attachments of the application with their hashes, or null for none.</summary>
    public JsonElement? Attachments { get; init; }

    /// <summary>Member names, as a workflow sees them.</summary>
    public static class Names
    {
        public const string Application = "Application", DossierNumber = "DossierNumber", SecondNumber = "SecondNumber", Locality = "Locality",
            ReceivedAt = "ReceivedAt", ProcedureCode = "ProcedureCode", Promise = "Promise";
    }

    /// <summary>As a JSON object.</summary>
    public JsonElement ToJson()
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Names.Application] = Application,
            [Names.DossierNumber] = DossierNumber,
            [Names.Locality] = Locality,
            [Names.ReceivedAt] = ReceivedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
            [Names.SecondNumber] = SecondNumber,
            [Names.ProcedureCode] = ProcedureCode,
            [Names.Promise] = Promise,
        };
        if (Attachments is { } attachments) members[AttachmentMarks.InputMember] = attachments;
        return JsonSerializer.SerializeToElement(members);
    }

    /// <summary>Reads an input, or null when the case is no dossier (started by a schedule or another case).</summary>
    public static CaseInput? From(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || Text(input, Names.DossierNumber) is not { } number || Text(input, Names.ProcedureCode) is not { } procedure) return null;
        if (!DateTimeOffset.TryParse(Text(input, Names.ReceivedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var receivedAt)) return null;
        if (!input.TryGetProperty(Names.Promise, out var promise) || promise.ValueKind != JsonValueKind.Object) return null;
        return new CaseInput(
            number, Text(input, Names.SecondNumber), procedure, Text(input, Names.Locality), receivedAt, promise.Deserialize<PromiseTerms>()!,
            input.TryGetProperty(Names.Application, out var application) ? application : default)
        {
            Attachments = input.TryGetProperty(AttachmentMarks.InputMember, out var attachments) ? attachments : null,
        };
    }

    private static string? Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What was promised at receipt, and under which limit.</summary>
/// <param name="Date">The promised date.</param>
/// <param name="IsProvisional">True when the calendar of a year concerned was not decided then.</param>
/// <param name="WorkingDays">The limit, in working days.</param>
/// <param name="ExtendedWorkingDays">The limit when something must be verified, or null.</param>
/// <param name="LegalBasis">The article that sets it.</param>
internal sealed record PromiseTerms(DateOnly Date, bool IsProvisional, int WorkingDays, int? ExtendedWorkingDays, string LegalBasis);
