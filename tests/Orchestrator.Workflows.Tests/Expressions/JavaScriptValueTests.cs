using System.Text.Json;

namespace Orchestrator.Workflows.Tests.Expressions;

public sealed class JavaScriptValueTests
{
    private readonly TestScope scope = new();

    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("1.50", "1.5")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("-0", "0")]
    [InlineData("1e21", "1e+21")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("123n", "123")]
    [InlineData("'Ấn ' + \"'\"", "\"Ấn '\"")]
    [InlineData("null", "null")]
    [InlineData("undefined", "undefined")]
    [InlineData("let x = 1", "undefined")]
    [InlineData("", "null")]
    [InlineData("{ a: 1 }", "1")]
    [InlineData("({ a: 1, b: undefined, c: () => 1, d: NaN, e: null })", """{"a":1,"d":null,"e":null}""")]
    [InlineData("[1, undefined, null, [2], , 3]", "[1,null,null,[2],null,3]")]
    [InlineData("let a = 20; a * 2 + 2", "42")]
    [InlineData("return 7", "7")]
    [InlineData("if (true) { 'yes' } else { 'no' }", "\"yes\"")]
    [InlineData("total = 5; total * 2", "10")]
    [InlineData("new Date(Date.UTC(2024, 4, 6, 7, 8, 9))", "\"2024-05-06T07:08:09.000Z\"")]
    [InlineData("({ at: new Date(NaN) })", """{"at":null}""")]
    [InlineData("new Map([['a', 1], ['b', [2]]])", """{"a":1,"b":[2]}""")]
    [InlineData("new Set([1, 1, 2])", "[1,2]")]
    [InlineData("bytesFromString('hi')", "\"aGk=\"")]
    [InlineData("new Int16Array([1, -2])", "[1,-2]")]
    [InlineData("parseGuid('6F9619FF-8B86-D011-B42D-00CF4FC964FF')", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"")]
    [InlineData("class A { constructor() { this.x = 1 } get y() { return 2 } } new A()", """{"x":1}""")]
    [InlineData("(async () => 'later')()", "\"later\"")]
    [InlineData("Promise.all([1, Promise.resolve(2)]).then(x => x.concat(3))", "[1,2,3]")]
    [InlineData("'a\\ud800b'", "\"a\uFFFDb\"")]
    public void A_result_becomes_json(string script, string expected) => Assert.Equal(expected, scope.Json(script));

    [Theory]
    [InlineData("({a:null}).a?.b ?? 'none'", "\"none\"")]
    [InlineData("`t${1+1}`", "\"t2\"")]
    [InlineData("'2024-05'.match(/(?<y>\\d+)/).groups.y", "\"2024\"")]
    [InlineData("[3,1,2].toSorted().join()", "\"1,2,3\"")]
    [InlineData("Object.groupBy([1,2,3], x => x % 2 ? 'odd' : 'even')", """{"odd":[1,3],"even":[2]}""")]
    [InlineData("toJson({a:1})", "\"{\\\"a\\\":1}\"")]
    [InlineData("[isNullOrEmpty(''), isNullOrEmpty(null), isNullOrEmpty(' '), isNullOrWhiteSpace(' '), isNullOrWhiteSpace('x')]", "[true,true,false,true,false]")]
    [InlineData("[stringToBase64('hi'), stringFromBase64('aGk='), bytesToString(bytesFromBase64('aGk=')), bytesToBase64(bytesFromString('hi'))]", "[\"aGk=\",\"hi\",\"hi\",\"aGk=\"]")]
    [InlineData("[newGuidString().length, typeof newGuid(), typeof parseGuid(newGuidString()), ('' + newGuid()).length, getGuidString() === newGuidString()]", "[36,\"object\",\"object\",36,false]")]
    [InlineData("let n = newShortGuid().length; n >= 18 && n <= 22 && !/[\\/+=]/.test(getShortGuid())", "true")]
    public void The_language_and_its_helpers_are_those_of_Elsa(string script, string expected) => Assert.Equal(expected, scope.Json(script));

    [Fact]
    public void Declared_types_reach_the_script_as_in_Elsa()
    {
        scope.With("D", "\"2024-05-06T07:08:09+00:00\"", "DateTime").With("T", "\"01:02:03\"", "TimeSpan")
            .With("G", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"", "Guid").With("B", "\"aGk=\"", "ByteArray").With("L", "[1]", "Int32[]");

        Assert.Equal("\"true 2024 2024-05-06T07:08:09.000Z\"", scope.Json("(variables.D instanceof Date) + ' ' + variables.D.getFullYear() + ' ' + variables.D.toISOString()"));
        Assert.Equal("\"3723 01:02:03\"", scope.Json("variables.T.TotalSeconds + ' ' + variables.T"));
        Assert.Equal("\"object 13 6f9619ff-8b86-d011-b42d-00cf4fc964ff\"", scope.Json("typeof variables.G + ' ' + variables.G.Version + ' ' + variables.G"));
        Assert.Equal("[\"hi\",true]", scope.Json("[bytesToString(variables.B), Array.isArray(variables.L)]"));
    }

    [Fact]
    public void A_duration_shows_the_members_that_Elsa_shows() =>
        Assert.Equal(
            "\"{\\\"Ticks\\\":37230000000,\\\"Days\\\":0,\\\"Hours\\\":1,\\\"Milliseconds\\\":0,\\\"Microseconds\\\":0,\\\"Nanoseconds\\\":0,\\\"Minutes\\\":2,\\\"Seconds\\\":3,\\\"TotalDays\\\":0.043090277777777776,\\\"TotalHours\\\":1.0341666666666667,\\\"TotalMilliseconds\\\":3723000,\\\"TotalMicroseconds\\\":3723000000,\\\"TotalNanoseconds\\\":3723000000000,\\\"TotalMinutes\\\":62.05,\\\"TotalSeconds\\\":3723}\"",
            scope.With("T", "\"01:02:03\"", "TimeSpan").Json("JSON.stringify(variables.T)"));

    [Fact]
    public void Time_random_numbers_and_ids_are_those_of_the_step()
    {
        const string Script = "[new Date().toISOString(), Date.now(), Math.random(), newGuidString(), newShortGuid()]";

        Assert.Equal(scope.Json(Script), scope.Json(Script));
        Assert.StartsWith("[\"2026-11-23T01:30:00.000Z\",1795397400000,0.", scope.Json(Script), StringComparison.Ordinal);
        Assert.NotEqual(scope.Json("Math.random()"), new TestScope { Seed = 43 }.Json("Math.random()"));
        Assert.NotEqual(scope.Json("newGuidString()"), scope.Json("newGuidString( )"));
        Assert.NotEqual(scope.Json("globalThis['Math'].random()"), new TestScope { Seed = 43 }.Json("globalThis['Math'].random()"));
    }

    [Theory]
    [InlineData("let = ;", "expression-syntax", "line 1, column 7: Unexpected token ';'")]
    [InlineData("1;\n  (", "expression-syntax", "line 2")]
    [InlineData("1;\nnothere", "expression-failed", "line 2, column 1: nothere is not defined")]
    [InlineData("undefined.x", "expression-failed", "line 1")]
    [InlineData("throw new Error('Too young')", "expression-failed", "Too young")]
    [InlineData("throw 'plain'", "expression-failed", "plain")]
    [InlineData("throw { message: { toString() { throw 1 } }, toString() { throw 2 } }", "expression-failed", "Expected")]
    [InlineData("Promise.reject(new Error('No'))", "expression-failed", "No")]
    [InlineData("(async () => { nothere })()", "expression-failed", "nothere is not defined")]
    [InlineData("() => 1", "expression-failed", "a function")]
    [InlineData("Symbol('s')", "expression-failed", "a symbol")]
    [InlineData("0 / 0", "expression-failed", "NaN")]
    [InlineData("parseGuid('x')", "expression-failed", "'x'")]
    [InlineData("bytesFromBase64('%')", "expression-failed", "'%'")]
    [InlineData("import x from 'y'", "expression-syntax", "line 1")]
    public void An_error_names_its_reason_and_place_and_no_stack(string script, string code, string part)
    {
        var refusal = scope.Refused(script);

        Assert.Equal(code, refusal.Code);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("Expected ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Jint", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leak = 1; var alsoLeak = 2; function leaked() {} Array.prototype.leak = 3; Math.leak = 4; variables.leak; globalThis.leak2 = 5")]
    [InlineData("delete Object.prototype.toString; Object.defineProperty(Object.prototype, 'leak', { value: 1 })")]
    public void Nothing_leaks_from_one_evaluation_to_the_next(string script)
    {
        scope.Run(script);

        Assert.Equal(
            "\"undefined undefined undefined undefined undefined undefined function\"",
            scope.Json("typeof leak + ' ' + typeof alsoLeak + ' ' + typeof leaked + ' ' + typeof [].leak + ' ' + typeof Math.leak + ' ' + typeof leak2 + ' ' + typeof ({}).toString"));
    }

    [Fact]
    public void One_prepared_script_serves_many_threads()
    {
        var prepared = Orchestrator.Workflows.Expressions.ExpressionLanguages.Prepare(
            "JavaScript", JsonSerializer.SerializeToElement("variables.P.list.push(getN()); x = variables.N; x * 2"), "Int32");

        Parallel.For(0, 400, number =>
        {
            var own = new TestScope().With("N", number.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("P", """{"list":[]}""");
            Assert.Equal(number * 2, prepared.Evaluate(own).GetInt32());
            Assert.Equal([("P", $$"""{"list":[{{number}}]}""")], own.Writes);
        });
    }
}
