using Fluid.Ast;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>Finds what a template would render as nothing without a word: filters that do not exist, and what Elsa shows of its server.</summary>
internal sealed class RefusedParts : AstVisitor
{
    private string? _found;

    /// <exception cref="ExpressionException">The template uses something that is not there.</exception>
    public static void Check(Fluid.IFluidTemplate template)
    {
        var parts = new RefusedParts();
        parts.VisitTemplate(template);
        if (parts._found is { } found) throw new ExpressionException("unsupported-name", $"Expected a template that can run here, but {found}.");
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!LiquidOptions.Instance.Filters.TryGetValue(filterExpression.Name, out _)) _found ??= $"there is no filter '{filterExpression.Name}'; use one of Liquid's own, json, base64 or keys";
        return base.VisitFilterExpression(filterExpression);
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (memberExpression.Segments is [IdentifierSegment { Identifier: "Configuration" }, ..]) _found ??= "'Configuration' would show the server's settings; give the value to the workflow as an input or a variable";
        if (memberExpression.Segments is [IdentifierSegment { Identifier: "ExpressionExecutionContext" }, ..]) _found ??= "'ExpressionExecutionContext' is the server's own object; write Variables, Input, CorrelationId and the others without it";
        return base.VisitMemberExpression(memberExpression);
    }
}
