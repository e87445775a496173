using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Tests.Expressions;

public sealed class ExpressionPropertyTests
{
    [Property(MaxTest = 200)]
    public Property Json_survives_a_script_unchanged() =>
        Prop.ForAll(Json(4).ToArbitrary(), json =>
        {
            var scope = new TestScope().With("V", json);
            return JsonElement.DeepEquals(JsonElement.Parse(json), scope.Run("variables.V")) && scope.Writes.Count == 0;
        });

    [Property(MaxTest = 100)]
    public Property A_script_that_copies_every_member_changes_nothing() =>
        Prop.ForAll(Json(3).ToArbitrary(), json =>
        {
            var scope = new TestScope().With("V", json);
            scope.Run("function touch(o) { if (o && typeof o === 'object') for (let k of Object.keys(o)) { o[k] = o[k]; touch(o[k]) } } touch(variables.V)");
            return scope.Writes.Count == 0;
        });

    [Fact]
    public void Random_scripts_and_templates_end_in_a_value_or_a_reason()
    {
        string[] words =
        [
            "variables", ".X", ".P", "[", "]", "(", ")", "{", "}", "getX()", "setX(", "'a'", "1", "1e9", "=>", "function f(){", "return", "for(;;)", "while(1)", "+", "=", ",", ";",
            "null", "undefined", "Array", ".map(", ".repeat(", "new ", "Proxy", "Promise", "async ", "await ", "/(a+)+$/", ".test(", "`${", "}`", "...", "?.", "this", "throw ", "try{", "}catch(e){",
            "{{", "}}", "{%", "%}", "if ", "endif", "assign ", "| json", "| join", "Variables.P", "(1..9999999)", "endfor", "for i in ", "\ud800", "\0", "ấ",
        ];
        var random = new Random(20261123);
        var budget = Stopwatch.StartNew();
        var evaluated = 0;
        while (budget.Elapsed < TimeSpan.FromSeconds(6) && evaluated < 4000)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            foreach (var type in new[] { "JavaScript", "Liquid", "Object", "Variable" })
            {
                var scope = new TestScope().With("X", "1", "Int32").With("P", """{"l":[1,2],"t":"x"}""");
                try
                {
                    ExpressionLanguages.Prepare(type, JsonSerializer.SerializeToElement(source), "Object").Evaluate(scope);
                }
                catch (ExpressionException refusal)
                {
                    Assert.True(refusal.Message.StartsWith("Expected ", StringComparison.Ordinal), $"{type} {source}: {refusal.Message}");
                }
                catch (Exception error) when (error is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{type} {source}: {error.GetType().Name} {error.Message}"));
                }
            }

            evaluated++;
        }

        Assert.True(evaluated > 20);
    }

    private static Gen<string> Json(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Elements("null", "true", "false", "0", "-1", "1.5", "9007199254740991", "0.1", "1e-7", "123456789.125"),
            Gen.Choose(-1_000_000, 1_000_000).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            Text());
        return depth == 0
            ? scalar
            : Gen.Frequency(
                (3, scalar),
                (1, Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Json(depth - 1), count)).Select(items => "[" + string.Join(',', items) + "]")),
                (2, Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Member(depth), count))
                    .Select(members => "{" + string.Join(',', members.DistinctBy(member => member.Name).Select(member => member.Name + ":" + member.Value)) + "}")));
    }

    private static Gen<(string Name, string Value)> Member(int depth) =>
        Gen.OneOf(Gen.Elements("\"a\"", "\"b\"", "\"Họ tên\"", "\"1\"", "\"__proto__\"", "\"constructor\"", "\"toJSON\"", "\"\""), Text())
            .SelectMany(name => Json(depth - 1).Select(value => (name, value)));

    private static Gen<string> Text() =>
        Gen.ArrayOf(Gen.Elements('a', 'Z', '0', ' ', '"', '\\', '\n', '\0', 'đ', 'ấ', '\u2028', '<', '\'')).Select(characters => JsonSerializer.Serialize(new string(characters)));
}
