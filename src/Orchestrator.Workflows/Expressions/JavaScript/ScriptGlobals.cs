using Acornima.Ast;
using Jint;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>The names a script uses and does not declare, sorted into what must be put into the engine before it runs. Found once, at preparation.</summary>
internal sealed class ScriptGlobals
{
    private readonly (string Name, HostFunction Function)[] functions;
    private readonly string[] accessors;
    private readonly string[] types;
    private readonly bool usesArguments;
    private readonly bool usesVariables;
    private readonly bool usesInput;
    private readonly bool usesMath;
    private readonly bool reachesGlobalObject;
    private readonly bool mayGrow;

    private ScriptGlobals(Prepared<Script> script, string source)
    {
        var names = script.ReferencedGlobals!;

        // Through these any global can be reached without naming it.
        reachesGlobalObject = names.Contains("globalThis") || source.Contains("this", StringComparison.Ordinal);
        functions = [.. HostFunctions.All.Where(function => reachesGlobalObject || names.Contains(function.Key)).Select(function => (function.Key, function.Value))];
        accessors = [.. names.Where(name => Accessors.IsAccessor(name) && !HostFunctions.All.ContainsKey(name))];
        types = [.. ScriptTypes.Members.Keys.Where(type => reachesGlobalObject || names.Contains(type))];
        usesArguments = reachesGlobalObject || names.Contains("args");
        usesVariables = reachesGlobalObject || names.Contains("variables");
        usesInput = reachesGlobalObject || names.Contains("input");
        usesMath = reachesGlobalObject || names.Contains("Math");
        mayGrow = reachesGlobalObject || ScriptGrowth.IsPossible(script.Program!);
        MayMutate = ScriptMutation.IsPossible(script.Program!);
        Reach = reachesGlobalObject ? ScriptReach.Anywhere : ScriptConfinement.Of(script.Program!, names);
    }

    public IReadOnlyList<string> AccessorNames => accessors;

    /// <summary>False when the script surely changes no object in place.</summary>
    public bool MayMutate { get; }

    public static ScriptGlobals Of(Prepared<Script> script, string source) => new(script, source);

    /// <summary>What the script can leave behind in its engine.</summary>
    public ScriptReach Reach { get; }

    public void Install(ScriptRealm realm)
    {
        if (mayGrow) realm.Guard();
        foreach (var (name, function) in functions) realm.AddFunction(name, function);
        if (usesVariables) realm.AddVariables();
        if (usesMath) realm.AddRandom();
        var session = realm.Session;
        foreach (var type in types) realm.AddPassing(type, ScriptTypes.Make(session, type));

        // Elsa fills it for callers of its own that no definition has; it is there and empty.
        if (usesArguments) realm.AddPassing("args", new Jint.Native.JsObject(realm.Engine));
        if (usesInput && session.Scope.Input.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            realm.AddPassing("input", session.Values.ToScript(session.Scope.Input));
        }

        if (reachesGlobalObject) Accessors.InstallAll(realm);
        foreach (var accessor in accessors) Accessors.Install(realm, accessor);
    }
}
