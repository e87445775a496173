using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using YamlDotNet.Core;

namespace Orchestrator.Agencies.Documents;

/// <summary>Reads an agency's OpenAPI document (3.0 or 3.1, YAML or JSON). Pure; touches neither files nor network.</summary>
public static class DocumentReader
{
    private static readonly Uri Base = new("file:///openapi");

    /// <summary>Reads a document; what can't be mapped becomes a fault, the rest is there.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="folder">Name of its folder: the agency's code when the document gives none.</param>
    public static DocumentReading Read(string text, string source, string folder)
    {
        var faults = ImmutableArray.CreateBuilder<DocumentFault>();
        if (Root(text, source, faults) is not { } root || Parse(root, source, faults) is not { } openApi)
            return new DocumentReading(null, faults.ToImmutable());
        try
        {
            var document = Agency(openApi, folder);
            var operations = ImmutableArray.CreateBuilder<AgencyOperation>();
            foreach (var (path, item) in openApi.Paths ?? [])
            {
                foreach (var (method, operation) in item.Operations ?? [])
                    Add(new OperationSource(root, path, method, item, operation, document.Limits), source, operations, faults);
            }

            return new DocumentReading(document with { Operations = Linked(operations, source, faults) }, faults.ToImmutable());
        }
        catch (DocumentFormatException problem)
        {
            faults.Add(new DocumentFault(problem.Code, source, problem.Path, null, problem.Message));
            return new DocumentReading(null, faults.ToImmutable());
        }
    }

    private static JsonObject? Root(string text, string source, ImmutableArray<DocumentFault>.Builder faults)
    {
        try
        {
            if (YamlToJson.Convert(text) is JsonObject root)
                return root;
            faults.Add(new DocumentFault("document-unreadable", source, "$", null, "Expected an OpenAPI document, but found no object; check the file."));
        }
        catch (Exception problem) when (problem is YamlException or InvalidCastException or ArgumentException)
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

    private static AgencyDocument Agency(OpenApiDocument openApi, string folder)
    {
        var agency = Extensions.Get(openApi.Info?.Extensions, "x-agency", "$.info");
        if (!agency.IsMissing)
            agency.Only("code", "name");
        var code = agency.IsMissing || agency["code"].IsMissing ? folder : agency["code"].Text();
        if (PascalName.Of(code) is not [>= 'A' and <= 'Z', ..])
            throw agency.Fault($"Expected an agency code that begins with a letter, such as public-security, but found '{code}'; set x-agency.code.");
        var title = openApi.Info?.Title ?? code;
        var limits = Extensions.Get(openApi.Extensions, "x-limits", "$");
        return new AgencyDocument
        {
            Code = code,
            Name = agency.IsMissing ? new LocalizedText(title, title) : Extensions.Localized(agency["name"], title),
            Server = Server(openApi),
            Limits = limits.IsMissing ? CallLimits.Default : Extensions.Limits(limits),
        };
    }

    private static Uri? Server(OpenApiDocument openApi)
    {
        if (openApi.Servers is not [{ Url: { Length: > 0 } url }, ..] || url == "/")
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? server
            : throw new DocumentFormatException(
                "extension-invalid", "$.servers[0].url", $"Expected an http or https address, but found '{url}'; correct it or leave servers out and set Agencies:<code>:BaseUrl.");
    }

    private static void Add(
        OperationSource operation, string source, ImmutableArray<AgencyOperation>.Builder operations, ImmutableArray<DocumentFault>.Builder faults)
    {
        try
        {
            var read = OperationReader.Read(operation);
            if (operations.Any(other => PascalName.Of(other.Id) == PascalName.Of(read.Id)))
                throw operation.NotMapped($"Expected one operation of the name {read.Id}, but there are two; rename one.");
            operations.Add(read);
        }
        catch (DocumentFormatException problem)
        {
            faults.Add(new DocumentFault(problem.Code, source, problem.Path, operation.Name, problem.Message));
        }
    }

    // A link to an operation that is not there, or could not be mapped, would lead nowhere; leaving out one operation may cut another's link.
    private static ImmutableArray<AgencyOperation> Linked(
        ImmutableArray<AgencyOperation>.Builder operations, string source, ImmutableArray<DocumentFault>.Builder faults)
    {
        var left = operations.ToImmutable();
        while (true)
        {
            var linked = ImmutableArray.CreateBuilder<AgencyOperation>();
            var cut = new HashSet<string>(StringComparer.Ordinal);
            foreach (var operation in left)
            {
                try
                {
                    linked.Add(OperationLinks.Link(operation, left, OperationSource.PathOf(operation.Path, operation.Method)));
                }
                catch (DocumentFormatException problem)
                {
                    cut.Add(operation.Id);
                    faults.Add(new DocumentFault(problem.Code, source, problem.Path, operation.Id, problem.Message));
                }
            }

            if (cut.Count == 0)
                return linked.ToImmutable();
            left = left.RemoveAll(operation => cut.Contains(operation.Id));
        }
    }
}
