using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Orchestrator.Workflows.Expressions;

/// <summary>What an expression can see and change while it is evaluated. Names are compared with case unless said otherwise.</summary>
public interface IExpressionScope
{
    /// <summary>Names and values of the variables in reach, innermost scope first; a shadowed name appears once.</summary>
    IEnumerable<KeyValuePair<string, JsonElement>> Variables { get; }

    /// <summary>Finds a variable by name from the innermost scope outwards. An unset variable is found with a JSON null.</summary>
    bool TryGetVariable(string name, out JsonElement value);

    /// <summary>Declared type of a variable (<c>Int32</c>, …; arrays as <c>Int32[]</c>), or null when unknown.</summary>
    string? TypeOfVariable(string name);

    /// <summary>Sets a variable in the innermost scope that has it, else makes one on the workflow; converts to the declared type.</summary>
    /// <exception cref="ExpressionException">The value does not fit the declared type.</exception>
    void SetVariable(string name, JsonElement value);

    /// <summary>Workflow inputs by name, a JSON object.</summary>
    JsonElement Input { get; }

    /// <summary>Finds an output of an activity that has run, by activity name or id; without an output name its result.</summary>
    bool TryGetOutput(string activity, string? output, [MaybeNullWhen(false)] out JsonElement value);

    /// <summary>Result of the activity that completed last, or a JSON null.</summary>
    JsonElement LastResult { get; }

    /// <summary>Case id as Elsa's workflow instance id.</summary>
    string InstanceId { get; }

    /// <summary>Stable id of the definition.</summary>
    string DefinitionId { get; }

    /// <summary>Id of the definition version.</summary>
    string DefinitionVersionId { get; }

    /// <summary>Number of the definition version.</summary>
    int DefinitionVersion { get; }

    /// <summary>Correlation id, or null. Setting it records an event.</summary>
    string? CorrelationId { get; set; }

    /// <summary>Name of the case, or null. Setting it records an event.</summary>
    string? InstanceName { get; set; }

    /// <summary>Time of the decision.</summary>
    DateTimeOffset Now { get; }

    /// <summary>A stable seed for generated ids and random numbers: the same for the same case and step.</summary>
    ulong Seed { get; }

    /// <summary>Outcomes chosen by the script through <c>setOutcome(s)</c>.</summary>
    void SetOutcomes(IReadOnlyList<string> outcomes);
}

/// <summary>An expression that could not be prepared or evaluated. The message says what was expected, what was found and what to do.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Always carries a code.")]
public sealed class ExpressionException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code: <c>expression-syntax</c>, <c>expression-failed</c>, <c>expression-bound</c>, <c>value-type</c>, <c>unsupported-name</c>.</summary>
    public string Code { get; } = code;
}

/// <summary>An expression ready to run any number of times, on any thread.</summary>
public interface IPreparedExpression
{
    /// <summary>Evaluates.</summary>
    /// <returns>Any JSON value; <see cref="JsonValueKind.Undefined"/> when a script returned undefined.</returns>
    /// <exception cref="ExpressionException">The expression failed or broke a bound.</exception>
    JsonElement Evaluate(IExpressionScope scope);
}

/// <summary>One expression kind (<c>Literal</c>, <c>JavaScript</c>, …).</summary>
public interface IExpressionLanguage
{
    /// <summary>The <c>type</c> in the definition.</summary>
    string Type { get; }

    /// <summary>Parses once per definition version.</summary>
    /// <param name="value">The expression's <c>value</c> as written: a string for scripts, any JSON for literals.</param>
    /// <param name="targetType">Alias of the type the value is for, for example <c>Int32</c>, <c>List&lt;String&gt;</c>, <c>Object</c>.</param>
    /// <exception cref="ExpressionException">It does not parse.</exception>
    IPreparedExpression Prepare(JsonElement value, string targetType);
}
