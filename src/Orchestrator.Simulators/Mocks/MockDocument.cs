using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using YamlDotNet.Core;

namespace Orchestrator.Simulators.Mocks;

/// <summary>An agency's OpenAPI document, read to play the agency: what operations mean, and every schema and example as written.</summary>
public sealed class MockDocument
{
    private readonly Dictionary<string, MockOperation> _operations;

    private MockDocument(AgencyDocument agency, JsonObject root)
    {
        Agency = agency;
        Root = root;
        Schemas = new SchemaTree(root);
        Library = new SchemaLibrary(root);
        Values = new ValueMaker(Schemas);
        _operations = agency.Operations.Select(operation => new MockOperation(operation, Node(operation))).ToDictionary(operation => operation.Operation.Id, StringComparer.Ordinal);
    }

    /// <summary>The agency as the orchestrator understands it.</summary>
    public AgencyDocument Agency { get; }

    internal JsonObject Root { get; }

    internal SchemaTree Schemas { get; }

    internal SchemaLibrary Library { get; }

    internal ValueMaker Values { get; }

    internal IReadOnlyCollection<MockOperation> Operations => _operations.Values;

    /// <summary>Reads a document of version 3.0 or 3.1, YAML or JSON.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="folder">The agency's code when the document gives none.</param>
    /// <param name="file">The text of another file of the folder by its path below it, or null when there is none; without it, the document stands alone.</param>
    /// <returns>The document, or null, with what could not be mapped; operations that could be are played all the same.</returns>
    public static (MockDocument? Document, IReadOnlyList<DocumentFault> Faults) Read(string text, string source, string folder, Func<string, string?>? file = null)
    {
        var reading = DocumentReader.Read(text, source, folder, file);
        try
        {
            return reading.Document is { } agency && YamlToJson.Read(reading.Content) is JsonObject root ? (new MockDocument(agency, root), reading.Faults) : (null, reading.Faults);
        }
        catch (YamlException)
        {
            // Told by the reader already.
            return (null, reading.Faults);
        }
    }

    internal MockOperation? Find(string operationId) => _operations.GetValueOrDefault(operationId);

    private JsonObject Node(AgencyOperation operation) =>
        (Schemas.Follow(Root["paths"]?[operation.Path]) as JsonObject)?[operation.Method.Method.ToLowerInvariant()] as JsonObject ?? [];
}

/// <summary>One operation with its own JSON.</summary>
/// <param name="Operation">As the orchestrator understands it.</param>
/// <param name="Node">As written.</param>
internal sealed record MockOperation(AgencyOperation Operation, JsonObject Node)
{
    /// <summary>True when the document declares a callback.</summary>
    public bool CallsBack => Node["callbacks"] is JsonObject { Count: > 0 };
}
