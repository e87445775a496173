using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>Words what went wrong in a script: the reason and the place, never a .NET stack.</summary>
internal static class ScriptErrors
{
    /// <summary>True for what a script can cause; anything else is a bug of ours and must surface as one.</summary>
    public static bool IsOfScript(Exception error) =>
        error is JintException or Acornima.ParseErrorException or TimeoutException or RegexMatchTimeoutException or InsufficientExecutionStackException
            or OutOfMemoryException or OverflowException or ArgumentException or NotSupportedException or InvalidOperationException or FormatException
            or OperationCanceledException or IndexOutOfRangeException or NullReferenceException;

    public static ExpressionException Unprepared(Exception error)
    {
        var parse = error as Acornima.ParseErrorException ?? error.InnerException as Acornima.ParseErrorException;
        return parse is not null
            ? new ExpressionException(
                "expression-syntax", $"Expected JavaScript, but line {parse.LineNumber}, column {parse.Column + 1}: {Sentence(parse.Description)}; correct the script.", error)
            : new ExpressionException("expression-syntax", "Expected JavaScript, but it is nested too deeply to be read; simplify the script.", error);
    }

    /// <param name="error">What the engine threw.</param>
    /// <param name="indent">Characters put before the first line of the script.</param>
    public static ExpressionException Failed(Exception error, int indent) => error switch
    {
        JavaScriptException script when Breaks(script, "call stack") => Bound("calls itself without end", error),
        JavaScriptException script when Breaks(script, "Invalid string length") => Bound("makes too long a text", error),
        JavaScriptException script when Breaks(script, "Invalid array length") => Bound("makes too long a list", error),
        JavaScriptException script when Breaks(script, "Maximum BigInt size") => Bound("makes too large a number", error),
        JavaScriptException script when Breaks(script, "Max. depth level of JSON") => Bound("reads JSON nested too deeply", error),
        JavaScriptException script => new ExpressionException(
            "expression-failed", $"Expected the script to run, but {Place(script, indent)}{Describe(script.Error)}; correct the script or the data it reads.", error),
        PromiseRejectedException rejected => new ExpressionException(
            "expression-failed", $"Expected the promise that the script returns to succeed, but it was rejected: {Describe(rejected.RejectedValue)}; correct the script.", error),
        StatementsCountOverflowException => Bound($"executes more than {ExpressionBounds.Statements} statements", error),
        MemoryLimitExceededException or OutOfMemoryException => Bound($"uses more than {ExpressionBounds.Memory / (1024 * 1024)} MB of memory", error),
        RecursionDepthOverflowException or InsufficientExecutionStackException => Bound("calls itself too deeply", error),
        RegexMatchTimeoutException => Bound($"uses a regular expression that takes longer than {ExpressionBounds.RegexTime.TotalMilliseconds} ms", error),
        TimeoutException or OperationCanceledException or ExecutionCanceledException => Bound($"runs longer than {ExpressionBounds.Time.TotalMilliseconds} ms", error),
        _ => new ExpressionException("expression-failed", $"Expected the script to run, but it failed: {Sentence(error.Message)}; correct the script.", error),
    };

    private static ExpressionException Bound(string what, Exception error) =>
        new("expression-bound", $"Expected the script to stay within its bounds, but it {what}; look for a loop or recursion without an end, or do less in one expression.", error);

    /// <summary>The engine words these bounds as range errors of the script.</summary>
    private static bool Breaks(JavaScriptException error, string bound) => error.Message.Contains(bound, StringComparison.OrdinalIgnoreCase);

    private static string Place(JavaScriptException error, int indent) => error.Location.Start switch
    {
        { Line: 1 } start => $"line 1, column {start.Column + 1 - indent}: ",
        { Line: > 1 } start => $"line {start.Line}, column {start.Column + 1}: ",
        _ => string.Empty,
    };

    private static string Describe(JsValue error)
    {
        try
        {
            return Sentence(error.IsObject() && error.AsObject().Get("message") is var message && message.IsString() ? message.ToString() : error.ToString());
        }
        catch (JintException)
        {
            return "something was thrown that cannot be shown";
        }
    }

    private static string Sentence(string? text)
    {
        text = (text ?? "it failed").Trim().TrimEnd('.', ';');
        return text.Length <= 300 ? text : text[..300] + "…";
    }
}
