using System.Text.Json;
using Acornima.Ast;
using Jint;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// JavaScript as Elsa runs it (Jint, ECMAScript 2025, sloppy unless the script says otherwise, <c>return</c> allowed at the top, the last
/// statement's value is the result, promises are awaited), with Elsa's functions and <c>variables</c>.
/// </summary>
internal sealed class JavaScriptLanguage : IExpressionLanguage
{
    private static readonly ScriptPreparationOptions Options = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true, RegexTimeout = ExpressionBounds.RegexTime },
    };

    private const string Opening = "{";

    public string Type => "JavaScript";

    public IPreparedExpression Prepare(JsonElement value, string targetType)
    {
        var source = value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,
            JsonValueKind.String => JsonValues.TextOf(value),
            _ => value.GetRawText(),
        };

        return Prepare(source);
    }

    /// <param name="source">The script.</param>
    /// <param name="mayStay">False to give it an engine of its own in any case.</param>
    public static IPreparedExpression Prepare(string source, bool mayStay = true)
    {
        if (source.Length > ExpressionBounds.SourceCharacters)
        {
            throw new ExpressionException(
                "expression-bound",
                $"Expected a script of at most {ExpressionBounds.SourceCharacters} characters, but got {source.Length}; split it into several activities.");
        }

        if (string.IsNullOrWhiteSpace(source))
        {
            return new ConstantExpression(JsonValues.Null);
        }

        var script = Parse(source);
        RefusedNames.Check(script);
        var globals = ScriptGlobals.Of(script, source);
        return mayStay && globals.Reach == ScriptReach.OwnDeclarations && TryEnclose(source) is { } enclosed
            ? new JavaScriptExpression(enclosed, source, globals, isConfined: true, Opening.Length)
            : new JavaScriptExpression(script, source, globals, mayStay && globals.Reach == ScriptReach.Nothing, indent: 0);
    }

    /// <summary>Reads a script.</summary>
    /// <exception cref="ExpressionException">It does not parse.</exception>
    public static Prepared<Script> Parse(string source)
    {
        try
        {
            return Engine.PrepareScript(source, "script", strict: false, Options);
        }
        catch (Exception error) when (ScriptErrors.IsOfScript(error))
        {
            throw ScriptErrors.Unprepared(error);
        }
    }

    /// <summary>The script as a block: its value is the same, and what it declares at the top ends with it.</summary>
    private static Prepared<Script>? TryEnclose(string source)
    {
        try
        {
            return Engine.PrepareScript($"{Opening}{source}\n}}", "script", strict: false, Options);
        }
        catch (Exception error) when (ScriptErrors.IsOfScript(error))
        {
            return null;
        }
    }
}
