using System.Collections.Frozen;
using Acornima.Ast;
using Jint;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// What Elsa's scripts may name and ours may not: the server's settings and secrets, .NET, streams. Such a script is refused when it is prepared, with
/// what to use instead, rather than when a case gets there.
/// </summary>
internal static class RefusedNames
{
    public const string Code = "unsupported-name";

    private const string Net = "scripts reach no .NET type but DateTime, DateTimeOffset, TimeSpan and Guid; use JavaScript's own functions";
    private const string Library = "libraries are not loaded here; use JavaScript's own functions of arrays, objects and Date";
    private const string Stream = "nothing is a stream here: files are references and bytes are base64 text; use bytesFromBase64 and bytesToBase64";

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["streamToBytes"] = Stream,
        ["streamToBase64"] = Stream,
        ["Stream"] = Stream,
        ["createEventTriggerUrl"] = "links that anybody may call are not made here; have the sender call POST /api/v1/events/{name} with a key",
        ["Random"] = "random numbers must be the same when a step is decided again; use Math.random()",
        ["System"] = Net,
        ["importNamespace"] = Net,
        ["clr"] = Net,
        ["Decimal"] = Net,
        ["ExpandoObject"] = Net,
        ["JsonElement"] = Net,
        ["JsonNode"] = Net,
        ["JsonObject"] = Net,
        ["JsonArray"] = Net,
        ["HttpHeaders"] = Net,
        ["moment"] = Library,
        ["lodash"] = Library,
        ["lodashFp"] = Library,
        ["_"] = Library,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Refused unless the workflow has a variable or an input that makes a function of that name.</summary>
    private static readonly FrozenDictionary<string, string> UnlessDeclared = new Dictionary<string, string>
    {
        ["getConfig"] = "the server's settings are not shown to definitions; give the value to the workflow as an input or a variable",
        ["getSecret"] = "secrets are not shown to definitions; keep credentials in the agency's configuration, from which its calls take them",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name that is refused, in any workflow or in most.</summary>
    public static IEnumerable<string> All => Refused.Keys.Concat(UnlessDeclared.Keys);

    /// <exception cref="ExpressionException">The script names something that is refused in any workflow.</exception>
    public static void Check(Prepared<Script> script)
    {
        var undeclared = script.ReferencedGlobals!;
        foreach (var name in undeclared.Order(StringComparer.Ordinal))
        {
            if (Refused.TryGetValue(name, out var instead)) throw Of(name, instead);
        }

        var types = ScriptTypes.Members.Keys.Where(undeclared.Contains).ToFrozenSet(StringComparer.Ordinal);
        if (types.Count == 0) return;
        var open = new Stack<Node>();
        open.Push(script.Program!);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case NewExpression { Callee: Identifier { Name: var name } } when types.Contains(name): throw Of($"new {name}", Members(name));
                case MemberExpression { Object: Identifier { Name: var name } } member when types.Contains(name):
                    var used = member switch
                    {
                        { Computed: false, Property: Identifier { Name: var plain } } => plain,
                        { Property: StringLiteral { Value: var text } } => text,
                        _ => "[…]",
                    };
                    if (!ScriptTypes.Members[name].Contains(used)) throw Of($"{name}.{used}", Members(name));
                    continue;
            }

            foreach (var child in node.ChildNodes) open.Push(child);
        }
    }

    /// <summary>Why a name is refused in a workflow that declares nothing of that name; null for every other name.</summary>
    public static ExpressionException? UnlessDeclaredIn(string name) => UnlessDeclared.TryGetValue(name, out var instead) ? Of(name, instead) : null;

    private static string Members(string type) => $"of {type} there are {string.Join(", ", ScriptTypes.Members[type].Order(StringComparer.Ordinal))}; use those, or JavaScript's Date";

    private static ExpressionException Of(string name, string instead) => new(Code, $"Expected a script that can run here, but it uses '{name}', and {instead}.");
}
