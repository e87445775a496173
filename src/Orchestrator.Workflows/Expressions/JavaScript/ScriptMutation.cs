using System.Collections.Frozen;
using Acornima.Ast;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// Decides from the syntax whether a script can change an object in place, so that the many expressions that only read do not pay for
/// comparing what they read with what it was. In doubt the answer is yes.
/// </summary>
internal static class ScriptMutation
{
    private static readonly FrozenSet<string> ReadingMethods = new[]
    {
        "map", "filter", "find", "findIndex", "findLast", "some", "every", "reduce", "reduceRight", "forEach", "flatMap", "flat", "includes", "indexOf",
        "lastIndexOf", "join", "slice", "concat", "at", "keys", "values", "entries", "toSorted", "toReversed", "toSpliced", "with", "length",
        "toString", "toLocaleString", "valueOf", "hasOwnProperty", "toUpperCase", "toLowerCase", "trim", "trimStart", "trimEnd", "split", "replace",
        "replaceAll", "match", "matchAll", "search", "substring", "substr", "startsWith", "endsWith", "padStart", "padEnd", "repeat", "charAt", "charCodeAt",
        "codePointAt", "normalize", "localeCompare", "test", "exec", "stringify", "parse", "isArray", "from", "of", "toFixed", "toPrecision", "getTime",
        "getFullYear", "getMonth", "getDate", "getDay", "getHours", "getMinutes", "getSeconds", "getUTCFullYear", "getUTCMonth", "getUTCDate",
        "getUTCHours", "toISOString", "toJSON", "now", "UTC", "round", "floor", "ceil", "abs", "min", "max", "trunc", "pow", "sqrt", "sign", "random", "is",
        "fromEntries", "isInteger", "isFinite", "isNaN", "fromCharCode", "then",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ReadingFunctions = new[]
    {
        "String", "Number", "Boolean", "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent", "Array", "BigInt", "Symbol",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsPossible(Node root)
    {
        // A stack of our own: the tree of a hostile script is deep.
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            if (Changes(node))
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

    private static bool Changes(Node node) => node switch
    {
        AssignmentExpression assignment => !IsName(assignment.Left),
        UpdateExpression update => !IsName(update.Argument),
        UnaryExpression { Operator: Acornima.Operator.Delete } => true,
        ForInStatement { Left: not VariableDeclaration } or ForOfStatement { Left: not VariableDeclaration } => true,
        NewExpression creation => !OnlyMakes(creation),
        TaggedTemplateExpression or WithStatement or YieldExpression => true,
        CallExpression call => !OnlyReads(call.Callee),
        _ => false,
    };

    /// <summary>True for <c>variables.X</c>: assigning it gives the variable another value and changes none in place.</summary>
    public static bool IsVariable(MemberExpression member) =>
        member is { Object: Identifier { Name: "variables" }, Computed: false } or { Object: Identifier { Name: "variables" }, Property: StringLiteral };

    /// <summary>True when a constructor surely changes none of its arguments.</summary>
    public static bool OnlyMakes(NewExpression creation) => creation.Callee is Identifier { Name: "Date" or "Map" or "Set" or "Error" or "Array" or "RegExp" };

    private static bool IsName(Node target) => target is Identifier || (target is MemberExpression member && IsVariable(member));

    /// <summary>True when a function surely changes neither its arguments nor what it is a member of.</summary>
    public static bool OnlyReads(Expression callee) => callee switch
    {
        Identifier { Name: var name } => ReadingFunctions.Contains(name) || HostFunctions.All.ContainsKey(name) || Accessors.IsAccessor(name),
        MemberExpression { Computed: false, Property: Identifier { Name: var method } } => ReadingMethods.Contains(method),

        // (function () { … })(): its body is in the same tree.
        FunctionExpression or ArrowFunctionExpression or ParenthesizedExpression => true,
        _ => false,
    };
}
