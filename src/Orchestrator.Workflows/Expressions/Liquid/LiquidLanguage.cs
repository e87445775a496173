using System.Text.Json;
using Fluid;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>
/// Liquid templates as Elsa renders them (Fluid), with <c>Variables</c>, <c>Input</c>, <c>CorrelationId</c> and the ids of the case. The result is
/// text. A broken template is refused when it is prepared; Elsa makes the parser's error message the value.
/// </summary>
internal sealed class LiquidLanguage : IExpressionLanguage
{
    private static readonly FluidParser Parser = new(new FluidParserOptions { AllowFunctions = false, AllowParentheses = true });

    public string Type => "Liquid";

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
                $"Expected a template of at most {ExpressionBounds.SourceCharacters} characters, but got {source.Length}; split it into several activities.");
        }

        return TemplateNesting.IsTooDeep(source)
            ? throw new ExpressionException(
                "expression-syntax", $"Expected a template nested at most {ExpressionBounds.TemplateNesting} levels, but it is deeper; simplify the template.")
            : Parser.TryParse(source, out var template, out var error)
            ? new LiquidExpression(new BoundedRanges().VisitTemplate(Checked(template)))
            : throw new ExpressionException("expression-syntax", $"Expected a Liquid template, but {FirstLine(error)}; correct the template.");
    }

    private static IFluidTemplate Checked(IFluidTemplate template)
    {
        RefusedParts.Check(template);
        return template;
    }

    /// <summary>The reason and its place; the lines behind it repeat the template.</summary>
    private static string FirstLine(string error)
    {
        var reason = error.AsSpan().Trim();
        var end = reason.IndexOfAny('\r', '\n');
        return (end < 0 ? reason : reason[..end]).TrimEnd('.').ToString();
    }
}
