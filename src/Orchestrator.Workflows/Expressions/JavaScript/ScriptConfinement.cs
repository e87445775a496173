using System.Collections.Frozen;
using Acornima;
using Acornima.Ast;
using Jint;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>How far a script can reach.</summary>
internal enum ScriptReach
{
    /// <summary>It may change something that the next script in the same engine would see.</summary>
    Anywhere,

    /// <summary>It leaves nothing behind but what it declares at the top.</summary>
    OwnDeclarations,

    /// <summary>It leaves nothing behind.</summary>
    Nothing,
}

/// <summary>
/// Decides from the syntax whether a script surely leaves nothing behind in its engine: it calls only functions that read, assigns only what it
/// declares itself and <c>variables.X</c>, and gets at no prototype or constructor. In doubt the answer is <see cref="ScriptReach.Anywhere"/>.
/// </summary>
internal static class ScriptConfinement
{
    private static readonly FrozenSet<string> Globals = new[]
    {
        "variables", "input", "undefined", "NaN", "Infinity", "Math", "JSON", "Date", "Array", "Object", "String", "Number", "Boolean", "BigInt", "Map", "Set",
        "Error", "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ForbiddenMembers =
        new[] { "constructor", "prototype", "__proto__", "caller", "callee", "arguments", "then" }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="program">The parsed script.</param>
    /// <param name="undeclared">Names that the script uses and does not declare.</param>
    public static ScriptReach Of(Script program, ReferencedGlobals undeclared)
    {
        if (program.Strict || !undeclared.All(IsHarmless)) return ScriptReach.Anywhere;
        var reach = ScriptReach.Nothing;
        var computes = false;
        var matches = false;
        var open = new Stack<(Node Node, bool InFunction, bool AtTop)>();
        open.Push((program, false, false));
        while (open.TryPop(out var next))
        {
            var (node, inFunction, atTop) = next;
            if (!IsConfined(node, undeclared) || (!inFunction && Hoists(node))) return ScriptReach.Anywhere;
            if (atTop && node is VariableDeclaration) reach = ScriptReach.OwnDeclarations;
            computes |= node is MemberExpression { Computed: true, Property: not Literal };
            matches |= node is RegExpLiteral;
            foreach (var child in node.ChildNodes) open.Push((child, inFunction || node is IFunction, node is Program));
        }

        // RegExp keeps what the last match found, whichever case it was of; a name made at run time could lead there.
        return computes && matches ? ScriptReach.Anywhere : reach;
    }

    private static bool IsHarmless(string global) => Globals.Contains(global) || HostFunctions.All.ContainsKey(global) || Accessors.IsAccessor(global);

    /// <summary>Declares a global wherever it stands.</summary>
    private static bool Hoists(Node node) => node is FunctionDeclaration or VariableDeclaration { Kind: VariableDeclarationKind.Var };

    private static bool IsConfined(Node node, ReferencedGlobals undeclared) => node switch
    {
        AssignmentExpression assignment => IsOwn(assignment.Left, undeclared),
        UpdateExpression update => IsOwn(update.Argument, undeclared),
        ForInStatement { Left: not VariableDeclaration } or ForOfStatement { Left: not VariableDeclaration } => false,
        UnaryExpression { Operator: Operator.Delete } => false,
        NewExpression creation => ScriptMutation.OnlyMakes(creation),
        CallExpression call => ScriptMutation.OnlyReads(call.Callee),
        MemberExpression { Computed: false, Property: Identifier { Name: var name } } => !ForbiddenMembers.Contains(name),
        MemberExpression { Computed: true, Property: StringLiteral { Value: var name } } => !ForbiddenMembers.Contains(name),
        ObjectPattern pattern => pattern.Properties.All(IsPlainKey),
        IFunction { Async: true } or IFunction { Generator: true } => false,
        ForOfStatement { Await: true } or AwaitExpression or YieldExpression or TaggedTemplateExpression or WithStatement => false,
        ClassDeclaration or ClassExpression or ImportExpression or MetaProperty or ThisExpression or Super or Directive => false,
        _ => true,
    };

    private static bool IsOwn(Node target, ReferencedGlobals undeclared) => target switch
    {
        Identifier { Name: var name } => !undeclared.Contains(name),
        MemberExpression member => ScriptMutation.IsVariable(member) && undeclared.Contains("variables"),
        _ => false,
    };

    private static bool IsPlainKey(Node property) => property is RestElement
        || (property is Property { Computed: false } plain && plain.Key switch
        {
            Identifier { Name: var name } => !ForbiddenMembers.Contains(name),
            StringLiteral { Value: var name } => !ForbiddenMembers.Contains(name),
            _ => true,
        });
}
