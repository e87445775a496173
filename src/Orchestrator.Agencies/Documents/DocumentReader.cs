using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using YamlDotNet.Core;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads an agency's OpenAPI document (3.0 or 3.1, YAML or JSON). Pure; reads other files only through what it is given, and never the network.</summary>
public static class DocumentReader
{
    private static readonly Uri Base = new("file:///openapi");

    /// <summary>Reads a document; what can't be mapped becomes a fault, the rest is there.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="folder">Name of its folder: the agency's code when the document gives none.</param>
    /// <param name="file">The text of another file of the folder by its path below it, or null when there is none; without it, the document stands alone.</param>
    public static DocumentReading Read(string text, string source, string folder, Func<string, string?>? file = null)
    {
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        if (Root(text, source, faults) is not { } root)
            return new DocumentReading(null, faults.ToImmutable(), text);
        var isBundle = DocumentBundle.IsNeeded(root);
        var problems = isBundle ? DocumentBundle.Complete(root, file ?? (_ => null)) : new Dictionary<string, string>();
        var content = isBundle ? root.ToJsonString() : text;
        return new DocumentReading(Read(root, source, folder, problems, faults), faults.ToImmutable(), content);
    }

    private static AgencyDocument? Read(
        JsonObject root, string source, string folder, IReadOnlyDictionary<string, string> problems, ImmutableArray<DocumentFault>.Builder faults)
    {
        if (Parse(root, source, faults) is not { } openApi)
            return null;
        try
        {
            var document = AgencyReader.Read(openApi, root, folder);
            var context = new DocumentSource(root, new References(root), new SchemaLibrary(root), problems);
            var operations = new OperationList(source, faults);
            foreach (var (path, item) in openApi.Paths ?? [])
            {
                foreach (var (method, operation) in item.Operations ?? [])
                    operations.Add(new OperationSource(context, path, method, item, operation, document.Limits));
            }

            return document with { Operations = operations.Linked() };
        }
        catch (DocumentFormatException problem)
        {
            faults.Add(new DocumentFault(problem.Code, source, problem.Path, null, problem.Message));
            return null;
        }
    }

    private static JsonObject? Root(string text, string source, ImmutableArray<DocumentFault>.Builder faults)
    {
        try
        {
            if (YamlToJson.Read(text) is JsonObject root)
                return root;
            faults.Add(new DocumentFault("document-unreadable", source, "$", null, "Expected an OpenAPI document, but found no object; check the file."));
        }
        catch (Exception problem) when (problem is YamlException or InvalidCastException or ArgumentException or InvalidOperationException)
        {
            var where = problem is YamlException yaml ? $" in line {yaml.Start.Line}" : "";
            faults.Add(new DocumentFault("document-unreadable", source, "$", null, $"Expected YAML or JSON, but{where}: {problem.Message}; correct the file."));
        }

        return null;
    }

    private static OpenApiDocument? Parse(JsonObject root, string source, ImmutableArray<DocumentFault>.Builder faults)
    {
        var version = root["openapi"]?.ToString() ?? "";
        if (!version.StartsWith("3.0", StringComparison.Ordinal) && !version.StartsWith("3.1", StringComparison.Ordinal))
        {
            faults.Add(new DocumentFault("openapi-invalid", source, "$.openapi", null, $"Expected version 3.0 or 3.1, but found '{version}'; convert the document."));
            return null;
        }

        try
        {
            var (document, diagnostic) = new OpenApiJsonReader().Read(root, Base, new OpenApiReaderSettings { LoadExternalRefs = false });
            foreach (var error in diagnostic?.Errors ?? [])
                faults.Add(new DocumentFault("openapi-invalid", source, error.Pointer ?? "$", null, $"Expected valid OpenAPI {version}, but {error.Message}; correct it."));
            return document;
        }
        catch (Exception problem) when (problem is OpenApiException or InvalidOperationException or ArgumentException or FormatException)
        {
            faults.Add(new DocumentFault("openapi-invalid", source, "$", null, $"Expected valid OpenAPI {version}, but {problem.Message}; correct it."));
            return null;
        }
    }
}
