using System.Text.Json;
using Acornima.Ast;
using Jint;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>A parsed script. Every evaluation gets a fresh engine, so that nothing one case defines is seen by another.</summary>
internal sealed class JavaScriptExpression : IPreparedExpression
{
    private readonly Prepared<Script> script;
    private readonly ScriptGlobals globals;
    private readonly string source;

    public JavaScriptExpression(Prepared<Script> script, string source)
    {
        this.script = script;
        this.source = source;
        globals = ScriptGlobals.Of(script, source);
    }

    public JsonElement Evaluate(IExpressionScope scope)
    {
        using var clock = ScriptClock.Set(scope.Now);
        try
        {
            var engine = new Engine(ScriptEngine.Options);
            var session = new ScriptSession(engine, scope, source, globals.MayMutate);
            globals.Install(session);
            var result = ScriptEngine.Settle(engine, engine.Evaluate(in script));
            var value = ScriptResult.Read(result);
            session.Keep();
            return value;
        }
        catch (Exception error) when (ScriptErrors.IsOfScript(error))
        {
            throw ScriptErrors.Failed(error);
        }
    }
}
