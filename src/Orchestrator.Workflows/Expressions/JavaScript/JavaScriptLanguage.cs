using System.Text.Json;
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

    public string Type => "JavaScript";

    public IPreparedExpression Prepare(JsonElement value, string targetType)
    {
        var source = value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,
            JsonValueKind.String => JsonValues.TextOf(value),
            _ => value.GetRawText(),
        };

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

        try
        {
            var script = Engine.PrepareScript(source, "script", strict: false, Options);
            return new JavaScriptExpression(script, source);
        }
        catch (Exception error) when (ScriptErrors.IsOfScript(error))
        {
            throw ScriptErrors.Unprepared(error);
        }
    }
}
