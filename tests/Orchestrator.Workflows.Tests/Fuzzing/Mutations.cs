using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Workflows.Tests.Fuzzing;

/// <summary>Changes a definition as a careless editor, an old export or somebody with bad intentions would. The same seed makes the same change.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] _words =
    [
        "", "$", "Elsa.Flowchart", "Elsa.Sequence", "Elsa.StateMachine", "Elsa.While", "Elsa.ForEach", "Elsa.NotFoundActivity", "No.Such.Type", "JavaScript", "Liquid", "Object",
        "CSharp", "Variable", "Int32", "List<Int32>", "UnregisteredClrType:System.Uri", "Dictionary<String, List<Object>>[]", "{{ x", "{% for i in (1..9) %}", "((((", "'",
        "while(true);", "variables.", "\ud83d", "\0", "Workflow1", "Done", "1e999", "P1M", "0 0 * * *", "../..", "hồ sơ",
    ];

#pragma warning disable CA5394 // Not for secrets: the seed has to bring a failure back.
    private readonly Random _random = new(seed);

    /// <summary>Between one and six changes of the document's tree.</summary>
    public byte[] OfTree(byte[] document)
    {
        var root = JsonNode.Parse(document, null, new JsonDocumentOptions { MaxDepth = 512 })!;
        for (var changes = _random.Next(1, 7); changes > 0; changes--)
        {
            var nodes = Below(root).ToArray();
            if (nodes.Length > 0) Change(nodes[_random.Next(nodes.Length)], nodes);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>Bytes changed, doubled, cut off or put in.</summary>
    public byte[] OfBytes(byte[] document)
    {
        var bytes = document.ToList();
        for (var changes = _random.Next(1, 9); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0: bytes[at] = (byte)_random.Next(256); break;
                case 1: bytes.Insert(at, (byte)_random.Next(256)); break;
                case 2: bytes.RemoveRange(at, Math.Min(_random.Next(1, 40), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(_random.Next(1, 400), bytes.Count - at))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Bytes that are nothing in particular, or begin like JSON.</summary>
    public byte[] Bytes()
    {
        var bytes = new byte[_random.Next(2_000)];
        _random.NextBytes(bytes);
        return _random.Next(2) == 0 ? bytes : [.. "{\"root\":"u8, .. bytes];
    }

    private void Change(JsonNode node, JsonNode[] all)
    {
        switch (node.Parent)
        {
            case JsonObject parent:
                var name = node.GetPropertyName();
                switch (_random.Next(4))
                {
                    case 0: parent.Remove(name); break;
                    case 1: parent[Pick(_words)] = node.DeepClone(); break;
                    case 2: parent[name] = Other(all); break;
                    default: parent[name] = Like(node); break;
                }

                break;
            case JsonArray parent:
                var at = node.GetElementIndex();
                switch (_random.Next(4))
                {
                    case 0: parent.RemoveAt(at); break;
                    case 1: parent.Insert(_random.Next(parent.Count), node.DeepClone()); break;
                    case 2: parent[at] = Other(all); break;
                    default: parent[at] = Like(node); break;
                }

                break;
        }
    }

    /// <summary>Something of another kind, or a part of the same document in a wrong place.</summary>
    private JsonNode? Other(JsonNode[] all) => _random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(_random.Next(-3, 1_000)),
        2 => JsonValue.Create(_random.Next(2) == 0),
        3 => JsonValue.Create(double.MaxValue),
        4 => new JsonObject { ["$values"] = new JsonArray(Pick(_words), Pick(_words)) },
        5 => Deep(_random.Next(2, 300)),
        6 => JsonValue.Create(new string('x', 20_000)),
        _ => Pick(all).DeepClone(),
    };

    private JsonNode Like(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => JsonValue.Create(_random.Next(2) == 0 ? Pick(_words) : Pick(_words) + node.GetValue<string>() + Pick(_words)),
        JsonValueKind.Number => JsonValue.Create(_random.Next(2) == 0 ? -1 : int.MaxValue),
        _ => node.DeepClone(),
    };

    private static JsonNode Deep(int levels)
    {
        JsonNode node = new JsonArray();
        for (; levels > 0; levels--) node = new JsonObject { ["activities"] = new JsonArray(node) };
        return node;
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
#pragma warning restore CA5394

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var deeper in Below(child)) yield return deeper;
        }
    }
}
