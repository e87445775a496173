namespace Orchestrator.Agencies.Documents;

/// <summary>How a parameter is written.</summary>
/// <param name="Style">OpenAPI's <c>style</c>.</param>
/// <param name="Explode">OpenAPI's <c>explode</c>: each value of a list or object by itself.</param>
/// <param name="AllowReserved">Reserved characters of addresses stay as they are.</param>
public sealed record ParameterForm(ParameterStyle Style, bool Explode, bool AllowReserved = false);

/// <summary>OpenAPI's parameter styles, and JSON for parameters with <c>content</c>.</summary>
public enum ParameterStyle
{
    /// <summary><c>a,b</c></summary>
    Simple,

    /// <summary><c>.a.b</c></summary>
    Label,

    /// <summary><c>;name=a;name=b</c></summary>
    Matrix,

    /// <summary><c>name=a&amp;name=b</c></summary>
    Form,

    /// <summary><c>name=a%20b</c></summary>
    SpaceDelimited,

    /// <summary><c>name=a|b</c></summary>
    PipeDelimited,

    /// <summary><c>name[x]=a&amp;name[y]=b</c></summary>
    DeepObject,

    /// <summary>The value as JSON.</summary>
    Json,
}
