using System.Text.Json.Nodes;

namespace Orchestrator.Agencies.Documents;

/// <summary>
/// The schemas of one document, cut out as JSON Schemas of their own. Each is cut out when it is first needed and then shared by all operations that
/// refer to it: a large document has hundreds of operations over the same few types.
/// </summary>
internal sealed class SchemaLibrary(JsonObject root)
{
    private readonly Lock _cutting = new();
    private readonly Dictionary<(string Reference, bool IsRequest), ValueSchema> _shared = [];
    private readonly bool _hasSiblings = root["openapi"]?.ToString().StartsWith("3.0", StringComparison.Ordinal) != true;
    private readonly SchemaKeywords _keywords = new(root);

    /// <summary>Where a schema, or one that it refers to, uses a keyword that cannot be enforced; null when all are.</summary>
    public KeywordPlace? Unenforced(JsonObject schema) => _keywords.FirstUnenforced(schema);

    /// <summary>The schema of a value that is sent (without what only answers have) or received (without what only requests have).</summary>
    public ValueSchema Of(JsonObject schema, bool isRequest)
    {
        if (References.Target(schema) is not { } reference || (schema.Count > 1 && _hasSiblings))
            return New(schema, isRequest);
        if (!_shared.TryGetValue((reference, isRequest), out var known))
            _shared[(reference, isRequest)] = known = New(schema, isRequest);
        return known;
    }

    private ValueSchema New(JsonObject schema, bool isRequest) => new(() =>
    {
        // Nodes of a document are not made for readers at the same time.
        lock (_cutting)
            return Standalone(schema, isRequest);
    });

    private JsonObject Standalone(JsonObject schema, bool isRequest)
    {
        var definitions = new JsonObject();
        var rewriter = new SchemaRewriter(isRequest, _hasSiblings);
        var result = rewriter.Rewrite(schema) as JsonObject ?? [];
        while (rewriter.Waiting.TryDequeue(out var reference))
        {
            var name = SchemaRewriter.NameOf(reference);
            if (!definitions.ContainsKey(name))
                definitions[name] = rewriter.Rewrite(References.Find(root, reference)) ?? new JsonObject();
        }

        // A reference at the top leaves no room beside it in older drafts.
        return definitions.Count == 0 ? result : new JsonObject { ["allOf"] = new JsonArray(result), ["definitions"] = definitions };
    }
}
