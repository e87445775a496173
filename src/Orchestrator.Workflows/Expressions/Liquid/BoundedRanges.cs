using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>Replaces <c>(1..1000000000)</c>, which would be built as a list before the first turn of its loop, by a range that is refused when it is too long.</summary>
internal sealed class BoundedRanges : AstRewriter
{
    protected override Expression VisitRangeExpression(RangeExpression rangeExpression) => new BoundedRange(rangeExpression);

    private sealed class BoundedRange(RangeExpression range) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var from = (await range.From.EvaluateAsync(context)).ToNumberValue();
            var to = (await range.To.EvaluateAsync(context)).ToNumberValue();
            return to - from > ExpressionBounds.TemplateSteps
                ? throw LiquidTime.Bound($"counts over more than {ExpressionBounds.TemplateSteps} numbers", null)
                : await range.EvaluateAsync(context);
        }
    }
}
