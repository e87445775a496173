using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Agencies.Documents;

/// <summary>The schemas of what an operation sends and receives; null members accept everything.</summary>
/// <param name="Request">Of the JSON body, or of the fields of a form.</param>
/// <param name="ByStatus">Of answers, by status as written (<c>200</c>, <c>4XX</c>, <c>default</c>).</param>
/// <param name="Callback">Of the callback's body.</param>
public sealed record OperationSchemas(ValueSchema? Request, ImmutableArray<KeyValuePair<string, ValueSchema>> ByStatus, ValueSchema? Callback)
{
    /// <summary>Accepts everything.</summary>
    public static OperationSchemas None { get; } = new(null, [], null);

    /// <summary>The schema for answers with a status: the status itself, else its range, else <c>default</c>; null when none is declared.</summary>
    public ValueSchema? Answer(int status)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        return Find(text) ?? Find(text[..1] + "XX") ?? Find("default");
    }

    private ValueSchema? Find(string name) =>
        ByStatus.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
