using System.Collections.Frozen;
using System.Text;
using Jint;
using Jint.Native;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>A function that scripts can call.</summary>
internal delegate JsValue HostFunction(ScriptSession session, JsValue[] arguments);

/// <summary>Elsa's functions that are always there. None of them reaches outside the evaluation.</summary>
internal static class HostFunctions
{
    public static readonly FrozenDictionary<string, HostFunction> All = new Dictionary<string, HostFunction>
    {
        ["getVariable"] = (session, a) => session.TryGetVariable(Name(a), out var value) ? value : JsValue.Null,
        ["setVariable"] = (session, a) => Nothing(() => session.SetVariable(Name(a), Argument(a, 1))),
        ["getInput"] = (session, a) => session.Scope.TryGetInput(Name(a), out var value) ? session.Values.ToScript(value) : JsValue.Null,
        ["getOutputFrom"] = GetOutputFrom,
        ["getLastResult"] = (session, _) => session.Values.ToScript(session.Scope.LastResult),
        ["getCorrelationId"] = (session, _) => Text(session.CorrelationId),
        ["setCorrelationId"] = (session, a) => Nothing(() => session.CorrelationId = NullableText(a, 0)),
        ["getWorkflowInstanceId"] = (session, _) => Text(session.Scope.InstanceId),
        ["getWorkflowInstanceName"] = (session, _) => Text(session.InstanceName),
        ["setWorkflowInstanceName"] = (session, a) => Nothing(() => session.InstanceName = NullableText(a, 0)),
        ["getWorkflowDefinitionId"] = (session, _) => Text(session.Scope.DefinitionId),
        ["getWorkflowDefinitionVersionId"] = (session, _) => Text(session.Scope.DefinitionVersionId),
        ["getWorkflowDefinitionVersion"] = (session, _) => JsNumber.Create(session.Scope.DefinitionVersion),
        ["setOutcome"] = (session, a) => Nothing(() => session.SetOutcomes([Name(a)])),
        ["setOutcomes"] = (session, a) => Nothing(() => session.SetOutcomes(Names(Argument(a, 0)))),
        ["isNullOrEmpty"] = (_, a) => IsAbsent(a) || Argument(a, 0).ToString().Length == 0 ? JsBoolean.True : JsBoolean.False,
        ["isNullOrWhiteSpace"] = (_, a) => IsAbsent(a) || string.IsNullOrWhiteSpace(Argument(a, 0).ToString()) ? JsBoolean.True : JsBoolean.False,
        ["toJson"] = (_, a) => ScriptResult.ToJsonText(Argument(a, 0)),
        ["newGuid"] = (session, _) => session.Values.Guid(session.Random.NextGuid()),
        ["newGuidString"] = NewGuidString,
        ["getGuidString"] = NewGuidString,
        ["newShortGuid"] = NewShortGuid,
        ["getShortGuid"] = NewShortGuid,
        ["parseGuid"] = (session, a) => Guid.TryParse(Argument(a, 0).ToString(), out var id)
            ? session.Values.Guid(id)
            : throw new ExpressionException("expression-failed", $"Expected parseGuid to get a UUID, but got '{Argument(a, 0)}'; check the text before parsing it."),
        ["bytesToString"] = (_, a) => Text(Encoding.UTF8.GetString(ScriptValues.BytesOf(Argument(a, 0)))),
        ["bytesFromString"] = (session, a) => session.Values.Bytes(Encoding.UTF8.GetBytes(Argument(a, 0).ToString())),
        ["bytesToBase64"] = (_, a) => Text(Convert.ToBase64String(ScriptValues.BytesOf(Argument(a, 0)))),
        ["bytesFromBase64"] = (session, a) => session.Values.Bytes(FromBase64(a)),
        ["stringToBase64"] = (_, a) => Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(Argument(a, 0).ToString()))),
        ["stringFromBase64"] = (_, a) => Text(Encoding.UTF8.GetString(FromBase64(a))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static JsValue GetOutputFrom(ScriptSession session, JsValue[] arguments)
    {
        var activity = Name(arguments);
        var output = NullableText(arguments, 1);
        return session.Scope.TryGetOutput(activity, output, out var value)
            ? session.Values.ToScript(value)
            : throw new ExpressionException(
                "expression-failed",
                $"Expected an activity '{activity}'{(output is null ? string.Empty : $" with an output '{output}'")} that has run, but there is none; use the name or id of an activity before this one.");
    }

    private static JsValue NewGuidString(ScriptSession session, JsValue[] arguments) => Text(session.Random.NextGuid().ToString());

    private static JsValue NewShortGuid(ScriptSession session, JsValue[] arguments) =>
        Text(Convert.ToBase64String(session.Random.NextGuid().ToByteArray()).Replace("/", string.Empty, StringComparison.Ordinal)
            .Replace("+", string.Empty, StringComparison.Ordinal).TrimEnd('='));

    private static byte[] FromBase64(JsValue[] arguments)
    {
        var text = Argument(arguments, 0).ToString();
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException error)
        {
            throw new ExpressionException("expression-failed", $"Expected base64 text, but got '{(text.Length > 40 ? text[..40] + "…" : text)}'; check the text before decoding it.", error);
        }
    }

    private static JsValue Argument(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    private static bool IsAbsent(JsValue[] arguments) => Argument(arguments, 0) is var value && (value.IsNull() || value.IsUndefined());

    private static string Name(JsValue[] arguments) => Argument(arguments, 0).ToString();

    private static string[] Names(JsValue value) => value.IsArray() ? [.. value.AsArray().Select(item => item.ToString())] : [value.ToString()];

    private static string? NullableText(JsValue[] arguments, int index) =>
        Argument(arguments, index) is var value && (value.IsNull() || value.IsUndefined()) ? null : value.ToString();

    private static JsValue Text(string? value) => value is null ? JsValue.Null : JsString.Create(value);

    private static JsValue Nothing(Action action)
    {
        action();
        return JsValue.Undefined;
    }
}
