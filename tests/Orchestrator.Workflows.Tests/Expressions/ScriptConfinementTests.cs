using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Expressions.JavaScript;

namespace Orchestrator.Workflows.Tests.Expressions;

/// <summary>Scripts of many cases run in one kept engine only when they surely leave nothing behind in it.</summary>
public sealed class ScriptConfinementTests
{
    [Theory]
    [InlineData("(variables.Total || 0) + 5")]
    [InlineData("getTotal() > 3 ? 'a' : `b ${getInput('x')}`")]
    [InlineData("variables.List.filter(x => x.ok && x.n > 2).map(x => x.n).join(', ')")]
    [InlineData("const t = variables.Total; let s = 0; for (const x of variables.List) s += x.n; t + s")]
    [InlineData("return input.child.name.trim()")]
    [InlineData("setVariable('Total', 1); variables.Name = getOutputFrom('Register').number; setOutcome('Ok')")]
    [InlineData("JSON.stringify({ a: variables.Total, at: new Date().toISOString(), r: Math.random() })")]
    [InlineData("variables.List[0].name === variables['Name']")]
    [InlineData("try { variables.P.a.b } catch (e) { e.message }")]
    public void What_procedures_write_is_confined(string script) => Assert.True(IsConfined(script), script);

    [Theory]
    [InlineData("leak = 1")]
    [InlineData("var leak = 1")]
    [InlineData("if (1) { var leak = 1 }")]
    [InlineData("function leak() {}")]
    [InlineData("this.leak = 1")]
    [InlineData("globalThis.leak = 1")]
    [InlineData("Math.leak = 1")]
    [InlineData("variables.constructor.leak = 1")]
    [InlineData("variables.toString.leak = 1")]
    [InlineData("Array.prototype.leak = 1")]
    [InlineData("[].__proto__.leak = 1")]
    [InlineData("[]['__proto__'].leak = 1")]
    [InlineData("[]['__pro' + 'to__'].push(1)")]
    [InlineData("const { constructor } = []; constructor")]
    [InlineData("(({ constructor: c }) => c)([])")]
    [InlineData("Object.assign(Math, { leak: 1 })")]
    [InlineData("Object.defineProperty(Object.prototype, 'leak', { value: 1 })")]
    [InlineData("Object.freeze(Array)")]
    [InlineData("[Math.leak] = [1]")]
    [InlineData("for (Math.leak of [1]);")]
    [InlineData("delete Math.max")]
    [InlineData("Math.max++")]
    [InlineData("const f = Object.assign; f(Math, { leak: 1 })")]
    [InlineData("RegExp.$1")]
    [InlineData("/(x)/['const' + 'ructor']['$1']")]
    [InlineData("class A extends Array { static { Array.leak = 1 } } 1")]
    [InlineData("Promise.resolve(1)")]
    [InlineData("(async () => 1)()")]
    [InlineData("Symbol.for('leak')")]
    [InlineData("(function () { arguments.callee.leak = 1 })()")]
    [InlineData("with (Math) { leak = 1 }")]
    [InlineData("variables.List.push(1)")]
    [InlineData("getNope = 1")]
    [InlineData("variables = 1")]
    [InlineData("((variables) => { variables.leak = 1 })(Math)")]
    public void What_could_leave_something_behind_is_not(string script) => Assert.False(IsConfined(script), script);

    [Fact]
    public void Nothing_of_one_case_is_seen_by_the_next()
    {
        var first = new TestScope { Input = JsonElement.Parse("""{"secret":"s"}""") }.With("Secret", "\"s\"");
        Assert.Equal("\"sss\"", first.Json("const kept = getSecret(); kept + variables.Secret + input.secret"));

        var second = new TestScope { Input = JsonElement.Parse("null") };
        Assert.Equal(
            "\"undefined undefined undefined undefined\"",
            second.Json("[typeof kept, typeof getSecret, typeof variables.Secret, typeof input].join(' ')"));
    }

    [Fact]
    public void A_script_that_fails_takes_its_engine_with_it()
    {
        var scope = new TestScope().With("N", "1", "Int32");
        Assert.Equal("1", scope.Json("variables.N"));
        scope.Refused("variables.N.x.y");
        scope.Refused("for (;;);");
        Assert.Equal("1", scope.Json("variables.N"));
    }

    [Fact]
    public void The_place_of_an_error_is_that_in_the_script_as_written()
    {
        Assert.Contains("line 1, column 19:", new TestScope().Refused("const a = null; a.b").Message, StringComparison.Ordinal);
        Assert.Contains("line 2, column 3:", new TestScope().Refused("const a = null;\na.b").Message, StringComparison.Ordinal);
    }

    /// <summary>Walks everything that can be reached in a kept engine before and after random scripts that may stay in it.</summary>
    [Property(MaxTest = 400)]
    public Property A_confined_script_leaves_its_engine_as_it_was() => Prop.ForAll(ScriptGenerator.Programs().ToArbitrary(), source =>
    {
        if (!IsConfined(source)) return true.Classify(true, "not confined");
        var scope = Scope();
        var before = Fingerprint();
        var passed = Outcome(() => Prepare(source, confined: true).Evaluate(scope)).StartsWith("value", StringComparison.Ordinal);
        return (!passed || Fingerprint() == before).Classify(passed, "confined").Label(source);
    });

    [Property(MaxTest = 400)]
    public Property A_confined_script_gives_what_it_gives_in_an_engine_of_its_own() => Prop.ForAll(ScriptGenerator.Programs().ToArbitrary(), source =>
    {
        if (!IsConfined(source)) return true.Classify(true, "not confined");
        var (kept, own) = (Scope(), Scope());
        var inKept = Outcome(() => Prepare(source, confined: true).Evaluate(kept));
        var inOwn = Outcome(() => Prepare(source, confined: false).Evaluate(own));
        return (inKept == inOwn && kept.Writes.SequenceEqual(own.Writes)).Label($"{source}: {inKept} / {inOwn}");
    });

    private static TestScope Scope() =>
        new TestScope { Input = JsonElement.Parse("""{"n":2,"child":{"name":"An"}}""") }
            .With("Total", "3", "Int32").With("Name", "\"Bình\"").With("P", """{"a":{"b":1},"l":[1,2]}""").With("List", """[{"n":1},{"n":4}]""").With("At", "\"2026-11-23T08:00:00Z\"", "DateTime");

    private static bool IsConfined(string source)
    {
        try
        {
            return JavaScriptLanguage.Prepare(source) is JavaScriptExpression { IsConfined: true };
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private static IPreparedExpression Prepare(string source, bool confined) => JavaScriptLanguage.Prepare(source, mayStay: confined);

    private static string Outcome(Func<JsonElement> evaluate)
    {
        try
        {
            var value = evaluate();
            return value.ValueKind == JsonValueKind.Undefined ? "value undefined" : $"value {value.GetRawText()}";
        }
        catch (ExpressionException refusal)
        {
            return $"{refusal.Code} {refusal.Message}";
        }
    }

    /// <summary>Every object that the global object leads to, with its members and its prototype.</summary>
    private static string Fingerprint()
    {
        var realm = ScriptRealm.Take();
        realm.Begin(new ScriptSession(realm.Engine, new TestScope(), "", mayMutate: false));
        realm.Guard();
        realm.AddRandom();
        var numbers = new Dictionary<ObjectInstance, int>(ReferenceEqualityComparer.Instance);
        var open = new Queue<ObjectInstance>();
        int Number(ObjectInstance instance)
        {
            if (numbers.TryGetValue(instance, out var known)) return known;
            open.Enqueue(instance);
            return numbers[instance] = numbers.Count;
        }

        Number(realm.Engine.Global);
        var text = new System.Text.StringBuilder();
        while (open.TryDequeue(out var next))
        {
            text.Append(next.Prototype is null ? "-" : Number(next.Prototype)).Append(next.Extensible ? "+" : "!");
            foreach (var (key, property) in next.GetOwnProperties().OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
            {
                // Elsa's functions come on demand; they are the same for all.
                if (ReferenceEquals(next, realm.Engine.Global) && (HostFunctions.All.ContainsKey(key.ToString()) || key.ToString() == "variables")) continue;
                text.Append('|').Append(key);
                if (property.IsDataDescriptor()) text.Append('=').Append(property.Value is ObjectInstance inner ? Number(inner).ToString(System.Globalization.CultureInfo.InvariantCulture) : Shown(property.Value));
            }

            text.AppendLine();
        }

        realm.End();
        return text.ToString();
    }

    private static string Shown(JsValue value) => value.IsSymbol() ? "symbol" : value.ToString();
}
