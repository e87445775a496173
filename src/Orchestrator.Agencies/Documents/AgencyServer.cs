using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>An address of an agency as the document has it.</summary>
/// <param name="Template">Address with <c>{name}</c> for variables.</param>
/// <param name="Environment"><c>x-environment</c>, for example <c>test</c>, or null.</param>
/// <param name="Variables">The variables of the address.</param>
public sealed record AgencyServer(string Template, string? Environment, ImmutableArray<ServerVariable> Variables)
{
    /// <summary>The address with values for its variables; null when a value is not among the allowed ones, or it is no http or https address.</summary>
    /// <param name="value">What configuration says of a variable, or null for its default.</param>
    public Uri? Address(Func<string, string?> value)
    {
        var text = Template;
        foreach (var variable in Variables)
        {
            var chosen = value(variable.Name) ?? variable.Default;
            if (!variable.Choices.IsEmpty && !variable.Choices.Contains(chosen))
                return null;
            text = text.Replace($"{{{variable.Name}}}", chosen, StringComparison.Ordinal);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
    }
}

/// <summary>A variable of a server's address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Used when configuration says nothing.</param>
/// <param name="Choices">The only values allowed; empty for any.</param>
public sealed record ServerVariable(string Name, string Default, ImmutableArray<string> Choices);
