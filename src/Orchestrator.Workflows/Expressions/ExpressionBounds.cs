namespace Orchestrator.Workflows.Expressions;

/// <summary>
/// How much one evaluation may use. Generous for what a procedure decides, far below what disturbs other cases; breaking one is
/// <c>expression-bound</c>.
/// </summary>
internal static class ExpressionBounds
{
    /// <summary>Longest source of a script or template, in characters.</summary>
    public const int SourceCharacters = 256 * 1024;

    /// <summary>Longest evaluation. Only a backstop: the other bounds stop most scripts in milliseconds and in the same way on every machine.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromMilliseconds(750);

    /// <summary>Longest match of one regular expression.</summary>
    public static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Most statements a script may execute.</summary>
    public const int Statements = 500_000;

    /// <summary>Most memory a script may allocate, in bytes.</summary>
    public const long Memory = 64 * 1024 * 1024;

    /// <summary>Deepest recursion of one function.</summary>
    public const int Recursion = 200;

    /// <summary>Largest array or buffer, in members.</summary>
    public const uint ArrayLength = 1_000_000;

    /// <summary>Longest string, in characters.</summary>
    public const int TextCharacters = 4 * 1024 * 1024;

    /// <summary>Largest result, in bytes of JSON.</summary>
    public const int OutputBytes = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of a result.</summary>
    public const int OutputDepth = 64;

    /// <summary>Most steps (tags, loop turns) of a Liquid template.</summary>
    public const int TemplateSteps = 100_000;

    /// <summary>Deepest nesting of blocks and brackets in a Liquid template.</summary>
    public const int TemplateNesting = 100;
}
