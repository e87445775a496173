using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>How every script engine is set up: bounded, and without any way out to .NET, files or the network.</summary>
internal static class ScriptEngine
{
    // Built once: the constraints are made per engine by factories, everything else is read-only.
    public static readonly Options Options = Build();

    private static Options Build()
    {
        var options = new Options
        {
            Culture = CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            TimeSystem = new ScriptClock(),
            AgentCanSuspend = false,
        };
        options.DisableStringCompilation();
        options.Interop.Enabled = false;
        options.Interop.AllowWrite = false;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.RegexTimeout = ExpressionBounds.RegexTime;
        options.Constraints.MaxArraySize = ExpressionBounds.ArrayLength;
        options.Constraints.PromiseTimeout = TimeSpan.FromMilliseconds(1);
        options.Json.MaxParseDepth = ExpressionBounds.OutputDepth;
        options.MaxStatements(ExpressionBounds.Statements);
        options.LimitMemory(ExpressionBounds.Memory);
        options.LimitRecursion(ExpressionBounds.Recursion);
        options.Constraint(static () => new TimeConstraint(ExpressionBounds.Time));
        return options;
    }

    /// <summary>
    /// The value of a promise. Nothing from outside can settle one later, so a promise that is open when the queue is empty stays open.
    /// </summary>
    public static JsValue Settle(Engine engine, JsValue result)
    {
        if (!result.IsPromise())
        {
            return result;
        }

        JsValue? kept = null;
        JsValue? rejection = null;
        var fulfilled = new ClrFunction(engine, "fulfilled", (_, arguments) => kept = arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
        var rejected = new ClrFunction(engine, "rejected", (_, arguments) => rejection = arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
        result.Get("then").Call(result, [fulfilled, rejected]);
        engine.Advanced.ProcessTasks();
        if (rejection is not null)
        {
            throw new PromiseRejectedException(rejection);
        }

        return kept ?? throw new ExpressionException(
            "expression-failed",
            "Expected the promise that the script returns to settle, but nothing is left that could settle it; resolve it inside the script.");
    }
}
