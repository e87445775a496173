using System.Text.Json;
using Acornima.Ast;
using Jint;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// A parsed script. It runs in an engine of its own, so that nothing one case defines is seen by another; a script that surely defines nothing
/// runs in the one that its thread keeps.
/// </summary>
/// <param name="script">The script as it is run.</param>
/// <param name="source">The script as it was written.</param>
/// <param name="globals">What it needs.</param>
/// <param name="isConfined">True when it leaves nothing behind.</param>
/// <param name="indent">Characters put before the first line of the source.</param>
internal sealed class JavaScriptExpression(Prepared<Script> script, string source, ScriptGlobals globals, bool isConfined, int indent) : IPreparedExpression
{
    public bool IsConfined => isConfined;

    /// <summary>Functions it names that are there only when the workflow declares something of that name.</summary>
    public IReadOnlyList<string> Accessors => globals.AccessorNames;

    public JsonElement Evaluate(IExpressionScope scope)
    {
        using var clock = ScriptClock.Set(scope.Now);
        try
        {
            var realm = isConfined ? ScriptRealm.Take() : new ScriptRealm();
            var session = new ScriptSession(realm.Engine, scope, source, globals.MayMutate);
            realm.Begin(session);
            globals.Install(realm);
            var result = ScriptEngine.Settle(realm.Engine, realm.Engine.Evaluate(in script));
            var value = ScriptResult.Read(result);
            session.Keep();
            if (isConfined) realm.End();
            return value;
        }
        catch (Exception error) when (ScriptErrors.IsOfScript(error))
        {
            throw ScriptErrors.Failed(error, indent);
        }
    }
}
