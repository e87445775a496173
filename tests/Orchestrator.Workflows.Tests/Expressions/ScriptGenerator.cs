using FsCheck;
using FsCheck.Fluent;

namespace Orchestrator.Workflows.Tests.Expressions;

/// <summary>Random scripts, most of them harmless, some that change what other scripts would see.</summary>
internal static class ScriptGenerator
{
    private static readonly string[] Leaves =
    [
        "1", "0", "-2.5", "'a'", "''", "null", "undefined", "true", "NaN", "variables.Total", "variables.Name", "variables.P", "variables.P.a.b", "variables.List", "variables.At",
        "variables.Nope", "getTotal()", "getName()", "getVariable('P')", "getInput('n')", "input", "input.child.name", "x", "y", "[]", "({})", "/a(.)/", "Math", "Array", "JSON", "String",
        "new Date()", "new Date(0)", "newGuidString()", "Math.random()", "variables['Na' + 'me']",
    ];

    private static readonly string[] Unary = ["!{0}", "-{0}", "typeof {0}", "({0})", "[{0}]", "({{ k: {0} }})", "`t${{{0}}}`", "String({0})", "Number({0})", "({0}).length", "({0}).toString", "({0})?.a",
        "({0}).map(x => {1})", "({0}).filter(y => y)", "JSON.stringify({0})", "({0}).trim()", "toJson({0})", "isNullOrWhiteSpace({0})", "({0}).constructor", "({0}).__proto__", "({0}).sort()", "({0})['n']",
        "Object.keys({0})", "(() => {{ const y = {0}; return y }})()", "new Error({0}).message", "({0}).match(/(.)/)", "({0}).replace(/a/g, {1})", "parseInt({0})", "({0}).then", "new Map([[{0}, 1]])"];

    private static readonly string[] Binary = ["{0} + {1}", "{0} - {1}", "{0} === {1}", "{0} == {1}", "{0} < {1}", "{0} && {1}", "{0} || {1}", "{0} ?? {1}", "{0} ? {1} : 2", "({0}, {1})", "({0})[{1}]",
        "({0}).concat({1})", "({0}).includes({1})", "{0} instanceof Array", "({0}).push({1})", "Object.assign({0}, {1})", "Math.max({0}, {1})", "(({{ a }}) => a)({0})"];

    private static readonly string[] Statements = ["{0}", "const x = {0}; {1}", "let y = {0}; y = {1}; y", "if ({0}) {{ {1} }} else {{ 'else' }}", "for (const x of [1, 2]) {{ {0} }}", "return {0}", "variables.Total = {0}",
        "setVariable('Name', {0})", "setName({0}); getName()", "try {{ {0} }} catch (e) {{ {1} }}", "let x = 0; while (x < 3) {{ x++; {0} }} x", "leak = {0}", "var leak = {0}", "({0}).leak = {1}", "({0}).a.b = {1}",
        "function leak() {{ return {0} }} leak()", "Math.leak = {0}", "switch ({0}) {{ case 1: {1}; break; default: 'd' }}", "const {{ a, ...rest }} = {0}; rest", "[variables.Total] = [{0}]", "variables.P.n = {0}", "{{ a: {0} }}"];

    public static Gen<string> Programs() => Statement(Expression(3));

    private static Gen<string> Statement(Gen<string> expression) =>
        Gen.Elements(Statements).SelectMany(form => Fill(form, expression)).SelectMany(first =>
            Gen.Frequency((3, Gen.Constant(first)), (1, Gen.Elements(Statements).SelectMany(form => Fill(form, expression)).Select(second => $"{first};\n{second}"))));

    private static Gen<string> Expression(int depth) => depth == 0
        ? Gen.Elements(Leaves)
        : Gen.Frequency(
            (2, Gen.Elements(Leaves)),
            (2, Gen.Elements(Unary).SelectMany(form => Fill(form, Expression(depth - 1)))),
            (2, Gen.Elements(Binary).SelectMany(form => Fill(form, Expression(depth - 1)))));

    private static Gen<string> Fill(string form, Gen<string> parts) =>
        Gen.Zip(parts, parts).Select(two => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, two.Item1, two.Item2));
}
