using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Activities.Triggers;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Triggers;

/// <summary>The start triggers of what is published now.</summary>
internal sealed partial class TriggerIndex
{
    private readonly IPublishedWorkflows _published;
    private readonly WorkflowEngineOptions _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile PublishedTrigger[] _all = [];

    public TriggerIndex(IPublishedWorkflows published, WorkflowEngineOptions engine, TimeProvider clock, ILogger<TriggerIndex> logger)
    {
        (_published, _engine, _clock, _logger) = (published, engine, clock, logger);
        published.Changed += Read;
        Read();
    }

    /// <summary>Raised after <see cref="All"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>Every trigger, in the order of definitions.</summary>
    public IReadOnlyList<PublishedTrigger> All => _all;

    private void Read()
    {
        var all = new List<PublishedTrigger>();
        foreach (var published in _published.All)
        {
            var (triggers, faults) = StartTriggers.Of(published.Workflow, _clock.GetUtcNow(), _engine);
            all.AddRange(triggers.Select(trigger => new PublishedTrigger(published, trigger)));

            // Publishing refuses these; a default that an older build took may be one.
            foreach (var fault in faults) LogNoTrigger(_logger, published.Workflow.VersionId, fault.Path, fault.Message);
        }

        _all = [.. all];
        Changed?.Invoke();
    }

    [LoggerMessage(1, LogLevel.Warning, "{VersionId} is not started by {Path}: {Reason}")]
    private static partial void LogNoTrigger(ILogger logger, string versionId, string path, string reason);
}

/// <summary>A trigger of a published version.</summary>
internal sealed record PublishedTrigger(PublishedWorkflow Published, TriggerSpec Spec);
