using System.Collections.Frozen;
using Acornima.Ast;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// Decides from the syntax whether a script could make huge texts, so that the many expressions that only compare or read members need no
/// <see cref="GrowthGuard"/>. In doubt the answer is yes.
/// </summary>
internal static class ScriptGrowth
{
    private const int LongestPlainList = 1000;

    private static readonly FrozenSet<string> GrowingMethods = new[]
    {
        "repeat", "padStart", "padEnd", "replace", "replaceAll", "concat", "join", "fill", "from", "stringify", "apply", "call", "bind", "raw",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsPossible(Node root)
    {
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            if (Grows(node))
            {
                return true;
            }

            foreach (var child in node.ChildNodes)
            {
                open.Push(child);
            }
        }

        return false;
    }

    private static bool Grows(Node node) => node switch
    {
        IFunction or ForStatement or ForInStatement or ForOfStatement or WhileStatement or DoWhileStatement or NewExpression => true,
        SpreadElement or RestElement or ObjectPattern => true,
        ArrayExpression list => list.Elements.Count > LongestPlainList,
        MemberExpression { Computed: true } member => member.Property is not Literal,
        MemberExpression { Property: Identifier { Name: var name } } => GrowingMethods.Contains(name),
        Identifier { Name: "globalThis" } or ThisExpression => true,
        _ => false,
    };
}
