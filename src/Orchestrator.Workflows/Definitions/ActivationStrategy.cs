namespace Orchestrator.Workflows.Definitions;

/// <summary>How many cases of a workflow may run at once; Elsa's activation strategies.</summary>
public enum ActivationStrategy
{
    /// <summary>Any number.</summary>
    Always,

    /// <summary>One case of the definition.</summary>
    Singleton,

    /// <summary>One case of the definition for each correlation id.</summary>
    CorrelatedSingleton,

    /// <summary>One case of any definition for each correlation id.</summary>
    Correlation,
}

/// <summary>Reads activation strategies.</summary>
public static class ActivationStrategies
{
    /// <summary>The strategy that a definition names in <c>options.activationStrategyType</c>, by its class name with or without assembly; none is <see cref="ActivationStrategy.Always"/>.</summary>
    /// <returns>Null for a strategy that is not known here.</returns>
    public static ActivationStrategy? Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var written = definition.Json.Object("options").Text("activationStrategyType");
        if (string.IsNullOrWhiteSpace(written)) return ActivationStrategy.Always;
        var name = written.Split(',')[0].Trim();
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "AllowAlwaysStrategy" => ActivationStrategy.Always,
            "SingletonStrategy" => ActivationStrategy.Singleton,
            "CorrelatedSingletonStrategy" => ActivationStrategy.CorrelatedSingleton,
            "CorrelationStrategy" => ActivationStrategy.Correlation,
            _ => null,
        };
    }
}
