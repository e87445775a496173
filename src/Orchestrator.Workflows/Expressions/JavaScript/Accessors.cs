using System.Text;
using Jint.Native;
using Jint.Runtime.Interop;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>
/// Elsa's generated functions: <c>getX()</c> and <c>setX(value)</c> for each variable, <c>getX()</c> for each input (which hides a variable of
/// the same name), <c>getOutputFromActivity()</c> for each output. Only those a script names are made.
/// </summary>
internal static class Accessors
{
    public static bool IsAccessor(string name) =>
        name.Length > 3 && (name.StartsWith("get", StringComparison.Ordinal) || name.StartsWith("set", StringComparison.Ordinal)) && !char.IsAsciiLetterLower(name[3]);

    /// <summary>Makes the accessor when something of that name exists; otherwise the script finds it undefined, as in Elsa.</summary>
    public static void Install(ScriptRealm realm, string accessor)
    {
        var session = realm.Session;
        var name = accessor[3..];
        if (accessor[0] == 's')
        {
            if (FindVariable(session, name) is { } target)
            {
                Add(realm, accessor, arguments =>
                {
                    session.SetVariable(target, arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
                    return JsValue.Undefined;
                });
            }
        }
        else if (FindOutput(session, name) is { } output)
        {
            Add(realm, accessor, _ => output);
        }
        else if (session.Scope.TryGetInput(name, out var input))
        {
            Add(realm, accessor, _ => session.Values.ToScript(input));
        }
        else if (FindVariable(session, name) is { } variable)
        {
            Add(realm, accessor, _ => session.TryGetVariable(variable, out var value) ? value : JsValue.Null);
        }
    }

    /// <summary>Makes the accessors of all variables and inputs, for a script that looks names up on the global object.</summary>
    public static void InstallAll(ScriptRealm realm)
    {
        var session = realm.Session;
        foreach (var name in session.VariableNames.Select(Pascal))
        {
            Install(realm, "get" + name);
            Install(realm, "set" + name);
        }

        if (session.Scope.Input.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            foreach (var input in session.Scope.Input.EnumerateObject())
            {
                Install(realm, "get" + input.Name);
            }
        }
    }

    private static void Add(ScriptRealm realm, string name, Func<JsValue[], JsValue> function) =>
        realm.AddPassing(name, new ClrFunction(realm.Engine, name, (_, arguments) => function(arguments)));

    private static string? FindVariable(ScriptSession session, string pascalName)
    {
        if (session.Scope.TryGetVariable(pascalName, out _))
        {
            return pascalName;
        }

        foreach (var variable in session.Scope.Variables)
        {
            if (Pascal(variable.Key) == pascalName)
            {
                return variable.Key;
            }
        }

        return null;
    }

    private static JsValue? FindOutput(ScriptSession session, string name)
    {
        // Both parts can hold the word, so every place is tried.
        for (var at = name.IndexOf("From", 1, StringComparison.Ordinal); at > 0 && at + 4 < name.Length; at = name.IndexOf("From", at + 1, StringComparison.Ordinal))
        {
            var (output, activity) = (name[..at], name[(at + 4)..]);
            if (session.Scope.TryGetOutput(activity, output, out var value)
                || session.Scope.TryGetOutput(char.ToLowerInvariant(activity[0]) + activity[1..], output, out value))
            {
                return session.Values.ToScript(value);
            }
        }

        return null;
    }

    /// <summary>As Elsa makes a function's name from <c>reg_no</c> or <c>reg no</c>: <c>RegNo</c>.</summary>
    public static string Pascal(string name)
    {
        if (name.Length > 0 && char.IsUpper(name[0]) && name.AsSpan().IndexOfAny('_', '-', ' ') < 0)
        {
            return name;
        }

        var pascal = new StringBuilder(name.Length);
        var upper = true;
        foreach (var character in name)
        {
            if (character is '_' or '-' or ' ')
            {
                upper = true;
            }
            else
            {
                pascal.Append(upper ? char.ToUpperInvariant(character) : character);
                upper = false;
            }
        }

        return pascal.ToString();
    }
}
