using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.LogPersistence;

/// <summary>What a designer chose for one place.</summary>
internal abstract record LogChoice
{
    private LogChoice() { }

    /// <summary>Nothing: what is around decides.</summary>
    public static LogChoice None { get; } = new Drawn(LogPersistenceMode.Inherit);

    /// <summary>The mode here, or <see cref="LogPersistenceMode.Inherit"/>.</summary>
    /// <param name="configured">The server's setting.</param>
    /// <param name="scope">What an expression sees.</param>
    public abstract LogPersistenceMode Of(LogPersistenceMode configured, IExpressionScope scope);

    /// <summary>One of the modes.</summary>
    public sealed record Drawn(LogPersistenceMode Mode) : LogChoice
    {
        public override LogPersistenceMode Of(LogPersistenceMode configured, IExpressionScope scope) => Mode;
    }

    /// <summary>Whatever the server is set to.</summary>
    public sealed record Configured : LogChoice
    {
        public override LogPersistenceMode Of(LogPersistenceMode configured, IExpressionScope scope) => configured;
    }

    /// <summary>An expression that gives a mode's name or number.</summary>
    public sealed record Evaluated(IPreparedExpression Expression) : LogChoice
    {
        public override LogPersistenceMode Of(LogPersistenceMode configured, IExpressionScope scope)
        {
            try
            {
                return Parse(Expression.Evaluate(scope)) ?? LogPersistenceMode.Exclude;
            }
            catch (ExpressionException)
            {
                // Who writes an expression here means to hide something at times; a broken one must not show it.
                return LogPersistenceMode.Exclude;
            }
        }
    }

    /// <summary>A mode by name (without regard to case) or number; null for anything else.</summary>
    public static LogPersistenceMode? Parse(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => LogPersistenceMode.Inherit,
        JsonValueKind.String when value.GetString() is { } text =>
            text.Length == 0 || text.Equals("Default", StringComparison.OrdinalIgnoreCase) ? LogPersistenceMode.Inherit
            : Enum.TryParse<LogPersistenceMode>(text, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null,
        JsonValueKind.Number when value.TryGetInt32(out var number) && Enum.IsDefined((LogPersistenceMode)number) => (LogPersistenceMode)number,
        _ => null,
    };
}
