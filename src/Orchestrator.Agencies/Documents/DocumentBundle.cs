using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Orchestrator.Agencies.Documents;

/// <summary>
/// Makes a document that refers to other files of its folder whole: what is referred to becomes a component of the document, each part once, so that
/// files may refer to each other in circles. Only files of the agency's own folder are read.
/// </summary>
internal sealed class DocumentBundle
{
    private readonly JsonObject _root;
    private readonly Func<string, string?> _read;
    private readonly Dictionary<string, JsonNode?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    private DocumentBundle(JsonObject root, Func<string, string?> read) => (_root, _read) = (root, read);

    /// <summary>Takes the parts of other files into the document, in place.</summary>
    /// <param name="root">The document.</param>
    /// <param name="read">The text of a file by its path below the folder, with slashes, or null when there is none.</param>
    /// <returns>What is wrong with references that could not be taken in, by the reference as it stands in the document.</returns>
    public static IReadOnlyDictionary<string, string> Complete(JsonObject root, Func<string, string?> read)
    {
        var bundle = new DocumentBundle(root, read);
        bundle.Visit(root, "", "schemas");
        return bundle._problems;
    }

    /// <summary>True when the document refers to anything outside itself.</summary>
    public static bool IsNeeded(JsonNode? node) => node switch
    {
        JsonObject members => (References.Target(members) is { } reference && reference[..1] != "#") || members.Any(member => IsNeeded(member.Value)),
        JsonArray list => list.Any(IsNeeded),
        _ => false,
    };

    // The section says what a reference stands for: OpenAPI keeps parameters, answers and schemas apart.
    private void Visit(JsonNode? node, string file, string section)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Visit(item, file, section);
                break;
            case JsonObject members when References.Target(members) is { } reference:
                if (Take(reference, file, section) is { } local)
                    members["$ref"] = local;
                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (section == "paths" && References.Target(value) is { } item && Split(item, file) is ({ Length: > 0 } other, var pointer))
                        Inline(members, name, item, other, pointer);
                    else if (name == "mapping" && value is JsonObject mapping)
                        Mapping(mapping, file);
                    else
                        Visit(value, file, Section(name, section));
                }

                break;
        }
    }

    private static string Section(string name, string section) => name switch
    {
        "paths" => "paths",
        "parameters" => "parameters",
        "responses" => "responses",
        "requestBody" or "requestBodies" => "requestBodies",
        "headers" => "headers",
        "examples" => "examples",
        "callbacks" => "callbacks",
        "schema" or "schemas" or "properties" or "items" or "allOf" or "oneOf" or "anyOf" or "content" => "schemas",
        _ => section == "paths" ? "schemas" : section,
    };

    /// <summary>Takes in what a reference stands for and returns the reference that leads there now; null when nothing changes.</summary>
    private string? Take(string reference, string file, string section)
    {
        var (path, pointer) = Split(reference, file);
        if (path.Length == 0)
            return null;
        var key = $"{path}#{pointer}";
        if (_names.TryGetValue($"{section}:{key}", out var known))
            return known;
        if (Find(path, pointer, reference) is not { } found)
            return null;
        var components = Child(Child(_root, "components"), section);
        var name = Free(components, key);
        var local = _names[$"{section}:{key}"] = $"#/components/{section}/{name}";
        var part = found.DeepClone();
        components[name] = part;
        Visit(part, path, section);
        return local;
    }

    private void Inline(JsonObject members, string name, string reference, string path, string pointer)
    {
        if (Find(path, pointer, reference) is not { } found)
            return;
        var part = found.DeepClone();
        members[name] = part;
        Visit(part, path, "paths");
    }

    private void Mapping(JsonObject mapping, string file)
    {
        foreach (var (value, target) in mapping.ToList())
        {
            if (target is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() is var reference
                && (file.Length > 0 || reference.Contains('#', StringComparison.Ordinal) || reference.Contains('.', StringComparison.Ordinal))
                && Take(reference, file, "schemas") is { } local)
            {
                mapping[value] = local;
            }
        }
    }

    /// <summary>The file, as a path below the folder, and the JSON pointer in it; the empty path is the document itself.</summary>
    private static (string Path, string Pointer) Split(string reference, string file)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var (path, pointer) = hash < 0 ? (reference, "") : (reference[..hash], reference[hash..]);
        if (path.Length == 0)
            return (file, pointer);
        var folder = file.LastIndexOf('/') is >= 0 and var slash ? file[..slash] + "/" : "";
        var whole = Uri.UnescapeDataString(folder + path);
        return (Normal(whole) ?? whole, pointer);
    }

    private JsonNode? Find(string path, string pointer, string reference)
    {
        if (Normal(path) is not { } inside)
            return Problem(reference, "leads out of the agency's folder; copy the file into the folder");
        if (!_files.TryGetValue(inside, out var root))
        {
            try
            {
                root = _files[inside] = _read(inside) is { } text ? YamlToJson.Read(text) : null;
            }
            catch (Exception problem) when (problem is YamlException or JsonException or InvalidCastException or ArgumentException)
            {
                _files[inside] = null;
                return Problem(reference, $"leads to a file that is neither YAML nor JSON ({problem.Message}); correct the file");
            }
        }

        if (root is null)
            return Problem(reference, "leads to a file that is not there; put the file beside the document or copy the part into it");
        var found = pointer is "" or "#" or "#/" ? root : root is JsonObject members ? References.Find(members, pointer) : null;
        return found ?? Problem(reference, "leads to a part that its file does not have; correct it");
    }

    private JsonNode? Problem(string reference, string message)
    {
        _problems.TryAdd(reference, message);
        return null;
    }

    // Addresses and absolute paths are no files of the folder; ".." must not climb out of it.
    private static string? Normal(string path)
    {
        if (path.Contains(':', StringComparison.Ordinal) || path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal))
            return null;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                    return null;
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static string Free(JsonObject components, string key)
    {
        var name = string.Join('_', key.Split(['/', '#', '.', '~', '%'], StringSplitOptions.RemoveEmptyEntries).Select(part => new string([.. part.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')])));
        var free = name;
        for (var number = 2; components.ContainsKey(free); number++)
            free = $"{name}_{number}";
        return free;
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
            parent[name] = child = [];
        return child;
    }
}
