using Acornima.Ast;
using Jint;
using Orchestrator.Workflows.Expressions.JavaScript;

namespace Orchestrator.Workflows.Linting;

/// <summary>What a script does with names, found from its syntax.</summary>
internal sealed class ScriptUse
{
    private ScriptUse()
    {
    }

    /// <summary>Variables it reads by name; accessors by the name behind <c>get</c>.</summary>
    public HashSet<string> Reads { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables it sets by name; accessors by the name behind <c>set</c>.</summary>
    public HashSet<string> Writes { get; } = new(StringComparer.Ordinal);

    /// <summary>Names it uses and does not declare.</summary>
    public HashSet<string> Undeclared { get; } = new(StringComparer.Ordinal);

    /// <summary>True when it may read or set any variable: it makes their names when it runs.</summary>
    public bool IsOpen { get; private set; }

    public static ScriptUse Of(Prepared<Script> script)
    {
        var use = new ScriptUse();
        use.Undeclared.UnionWith(script.ReferencedGlobals!);
        use.IsOpen = use.Undeclared.Contains("globalThis");
        foreach (var name in use.Undeclared.Where(Accessors.IsAccessor).Where(name => !HostFunctions.All.ContainsKey(name)))
            (name[0] == 's' ? use.Writes : use.Reads).Add(name[3..]);
        var open = new Stack<Node>();
        open.Push(script.Program!);
        while (open.TryPop(out var node))
        {
            if (node is AssignmentExpression { Left: MemberExpression target } assignment && NameIn(target) is { } assigned)
            {
                use.Writes.Add(assigned);
                if (assignment.Operator != Acornima.Operator.Assignment) use.Reads.Add(assigned);
                open.Push(assignment.Right);
                continue;
            }

            use.Note(node);
            foreach (var child in node.ChildNodes)
            {
                // variables.X is one name; a bare `variables` is all of them.
                if (node is MemberExpression member && ReferenceEquals(child, member.Object) && NameIn(member) is not null) continue;
                open.Push(child);
            }
        }

        return use;
    }

    private static string? NameIn(MemberExpression member) => member switch
    {
        { Object: Identifier { Name: "variables" }, Computed: false, Property: Identifier { Name: var name } } => name,
        { Object: Identifier { Name: "variables" }, Computed: true, Property: StringLiteral { Value: var name } } => name,
        _ => null,
    };

    private void Note(Node node)
    {
        switch (node)
        {
            case MemberExpression member when NameIn(member) is { } name:
                Reads.Add(name);
                break;
            case UpdateExpression { Argument: MemberExpression member } when NameIn(member) is { } name:
                Writes.Add(name);
                break;
            case Identifier { Name: "variables" }:
                IsOpen = true;
                break;
            case CallExpression { Callee: Identifier { Name: "getVariable" or "setVariable" } callee } call:
                if (call.Arguments.Count > 0 && call.Arguments[0] is StringLiteral { Value: var called }) (callee.Name == "getVariable" ? Reads : Writes).Add(called);
                else IsOpen = true;
                break;
        }
    }
}
