using System.Text.Json;
using Fluid;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>A parsed template.</summary>
internal sealed class LiquidExpression(IFluidTemplate template) : IPreparedExpression
{
    public JsonElement Evaluate(IExpressionScope scope)
    {
        using var writer = new BoundedWriter();
        var context = new TemplateContext(LiquidOptions.Instance) { Now = () => scope.Now };
        LiquidValues.Fill(context, scope);
        using var time = LiquidTime.Start();
        try
        {
            // Nothing in a template waits, so this is complete when it returns.
            template.RenderAsync(writer, NullEncoder.Default, context).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not ExpressionException)
        {
            throw Failed(error);
        }

        return JsonValues.Text(writer.ToString());
    }

    private static ExpressionException Failed(Exception error) =>
        error is InvalidOperationException && error.Message.Contains("maximum", StringComparison.OrdinalIgnoreCase)
            || error is OutOfMemoryException or InsufficientExecutionStackException
            ? LiquidTime.Bound("does too much", error)
            : new ExpressionException(
                "expression-failed", $"Expected the template to render, but it failed: {error.Message.Trim().TrimEnd('.')}; correct the template or the data it reads.", error);
}
