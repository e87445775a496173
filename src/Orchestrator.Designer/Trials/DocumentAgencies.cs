using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulators.Mocks;

namespace Orchestrator.Designer.Trials;

/// <summary>Answers of agencies made up from the documents below <c>workflows/agencies</c>.</summary>
/// <param name="workflows">The workflows folder.</param>
internal sealed class DocumentAgencies(string workflows) : ITrialAgencies
{
    private static readonly string[] FileNames = ["openapi.yaml", "openapi.yml", "openapi.json"];

    private readonly ConcurrentDictionary<string, (DateTime Written, MockDocument? Document)> _documents = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public TrialReply? Answer(JsonElement call, string? outcome, long seed)
    {
        if (Text(call, "agency") is not { } agency || Text(call, "operation") is not { } operation || Find(agency) is not { } document) return null;
        var inputs = call.TryGetProperty("inputs", out var given) && given.ValueKind == JsonValueKind.Object ? JsonObject.Create(given) : null;
        return AnswerGenerator.Final(document, operation, seed, outcome, inputs) is { Outcome: { } port } answer ? new TrialReply(port, answer.Outputs) : null;
    }

    private MockDocument? Find(string code) => Documents().FirstOrDefault(document => document.Agency.Code == code);

    // A document that a designer has just changed is read again.
    private IEnumerable<MockDocument> Documents()
    {
        var folder = Path.Combine(workflows, "agencies");
        if (!Directory.Exists(folder)) yield break;
        foreach (var agency in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (FileNames.Select(name => Path.Combine(agency, name)).FirstOrDefault(File.Exists) is not { } file) continue;
            var written = File.GetLastWriteTimeUtc(file);
            if (!_documents.TryGetValue(file, out var known) || known.Written != written)
                _documents[file] = known = (written, MockDocument.Read(File.ReadAllText(file), Path.GetRelativePath(workflows, file), Path.GetFileName(agency)).Document);
            if (known.Document is { } document) yield return document;
        }
    }

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
