using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Orchestrator.Workflows.Expressions.JavaScript;
using Orchestrator.Workflows.Expressions.Liquid;

namespace Orchestrator.Workflows.Expressions;

/// <summary>The expression kinds that a definition can use. They keep nothing: one instance serves all threads.</summary>
public static class ExpressionLanguages
{
    private static readonly IExpressionLanguage[] Languages =
    [
        new LiteralLanguage(),
        new ObjectLanguage(),
        new JsonLanguage(),
        new VariableLanguage(),
        new InputLanguage(),
        new JavaScriptLanguage(),
        new LiquidLanguage(),
        new RefusedLanguage("CSharp", "it would let a definition run any code on the server"),
        new RefusedLanguage("Python", "it would let a definition run any code on the server"),
        new RefusedLanguage("Delegate", "it exists only inside a .NET program and is not written to files"),
    ];

    private static readonly FrozenDictionary<string, IExpressionLanguage> ByType = Languages.ToFrozenDictionary(language => language.Type, StringComparer.Ordinal);

    /// <summary>Every kind that is known, those included that are recognised only to be refused with the reason.</summary>
    public static IReadOnlyList<IExpressionLanguage> All => Languages;

    /// <summary>Finds a kind by the <c>type</c> in the definition, with case.</summary>
    public static bool TryGet(string type, [NotNullWhen(true)] out IExpressionLanguage? language) => ByType.TryGetValue(type, out language);

    /// <summary>Prepares one expression of a definition.</summary>
    /// <param name="type">The expression's <c>type</c>.</param>
    /// <param name="value">The expression's <c>value</c>.</param>
    /// <param name="targetType">Alias of the type the value is for.</param>
    /// <exception cref="ExpressionException">The kind is unknown or refused, or the expression does not parse.</exception>
    public static IPreparedExpression Prepare(string type, JsonElement value, string targetType) =>
        TryGet(type, out var language)
            ? language.Prepare(value, targetType)
            : throw new ExpressionException(
                "expression-syntax",
                $"Expected an expression of type Literal, Object, Json, Variable, Input, JavaScript or Liquid, but got '{type}'; choose another syntax for the input.");
}
