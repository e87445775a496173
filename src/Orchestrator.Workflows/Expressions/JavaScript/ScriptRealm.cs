using Jint;
using Jint.Native;
using Jint.Runtime.Interop;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// A script engine with Elsa's functions. Making one costs more than most scripts take, so each thread keeps one for the scripts that surely
/// leave nothing behind in it (<see cref="ScriptConfinement"/>); every other script gets one of its own that is dropped afterwards.
/// </summary>
internal sealed class ScriptRealm
{
    [ThreadStatic]
    private static ScriptRealm? idle;

    private readonly HashSet<string> functions = new(StringComparer.Ordinal);
    private readonly List<JsValue> passing = [];
    private ScriptSession? session;
    private bool isGuarded;
    private bool hasVariables;
    private bool hasRandom;

    public Engine Engine { get; } = new(ScriptEngine.Options);

    /// <summary>The evaluation that is under way.</summary>
    public ScriptSession Session => session ?? throw new InvalidOperationException("Expected an evaluation to be under way, but there is none.");

    /// <summary>The thread's kept realm, or a new one. It is kept again only by <see cref="End"/>: what fails on the way is dropped.</summary>
    public static ScriptRealm Take()
    {
        var taken = idle ?? new ScriptRealm();
        idle = null;
        return taken;
    }

    public void Begin(ScriptSession evaluation) => session = evaluation;

    /// <summary>Takes away all that belongs to the case, and keeps the realm for the thread's next confined script.</summary>
    public void End()
    {
        session = null;
        foreach (var name in passing) Engine.Global.Delete(name);
        passing.Clear();
        idle = this;
    }

    /// <summary>Puts checks before the functions that can make huge texts.</summary>
    public void Guard()
    {
        if (isGuarded) return;
        GrowthGuard.Install(Engine);
        isGuarded = true;
    }

    public void AddFunction(string name, HostFunction function)
    {
        if (!functions.Add(name)) return;
        Engine.SetValue(name, new ClrFunction(Engine, name, (_, arguments) => function(Session, arguments)));
    }

    public void AddVariables()
    {
        if (hasVariables) return;
        Engine.SetValue("variables", new VariablesObject(this));
        hasVariables = true;
    }

    /// <summary>Random numbers that are the same when the step is decided again.</summary>
    public void AddRandom()
    {
        if (hasRandom) return;
        var random = new ClrFunction(Engine, "random", (_, _) => JsNumber.Create(Session.Random.NextDouble()));
        Engine.Global.Get("Math").AsObject().FastSetDataProperty("random", random);
        hasRandom = true;
    }

    /// <summary>Adds a global for this evaluation only.</summary>
    public void AddPassing(string name, JsValue value)
    {
        Engine.SetValue(name, value);
        passing.Add(JsString.Create(name));
    }
}
