using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Activities.Triggers;

/// <summary>What starts cases of a published workflow by itself: activities of kind <c>Trigger</c> that a designer marked as start of the workflow.</summary>
public static class StartTriggers
{
    /// <summary>
    /// The triggers of a workflow with their inputs. There is no case yet: expressions see the defaults of the workflow's variables and inputs.
    /// A trigger whose inputs cannot be evaluated so is a fault.
    /// </summary>
    /// <param name="workflow">The published version.</param>
    /// <param name="now">The time that expressions see.</param>
    /// <param name="options">The engine's options, so that a trigger is read as its case will run.</param>
    public static (ImmutableArray<TriggerSpec> Triggers, ImmutableArray<DefinitionFault> Faults) Of(CompiledWorkflow workflow, DateTimeOffset now, WorkflowEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workflow);
        var triggers = ImmutableArray.CreateBuilder<TriggerSpec>();
        var faults = ImmutableArray.CreateBuilder<DefinitionFault>();
        foreach (var activity in workflow.ByNodeId.Values.Where(IsStart).OrderBy(a => a.Node.Path, StringComparer.Ordinal))
        {
            try
            {
                var started = new CaseStarted(workflow.DefinitionId, workflow.VersionId, workflow.Version, JsonMembers.EmptyObject, null, null, null);
                var decider = new Decider(workflow, CaseApplier.Apply(workflow, null, default, started), now, options);
                var inputs = InputEvaluation.Evaluate(decider, activity, new ScheduledWork(activity.NodeId, null)) ?? JsonMembers.EmptyObject;
                triggers.Add(new TriggerSpec(activity.NodeId, activity.Id, activity.Node.Type, inputs) { Drawn = activity.Node.Json });
            }
            catch (ExpressionException problem)
            {
                faults.Add(new DefinitionFault("bad-trigger", activity.Node.Path, activity.Node.Label,
                    $"Expected inputs of '{activity.Node.Label}' that are known before there is a case, but {problem.Message} Use literals or defaults of variables."));
            }
        }

        return (triggers.ToImmutable(), faults.ToImmutable());
    }

    private static bool IsStart(CompiledActivity activity) =>
        activity.Frame is null && activity.Descriptor.Kind == "Trigger" && activity.CustomProperties.Flag("canStartWorkflow");
}

/// <summary>A trigger of a published workflow.</summary>
/// <param name="NodeId">The activity's path from the root.</param>
/// <param name="ActivityId">The activity's id.</param>
/// <param name="Type">Its type, for example <c>Elsa.Cron</c>.</param>
/// <param name="Inputs">Its evaluated inputs by descriptor name, a JSON object.</param>
public sealed record TriggerSpec(string NodeId, string ActivityId, string Type, JsonElement Inputs)
{
    /// <summary>The activity as it is drawn, for inputs that are written plainly.</summary>
    public JsonElement Drawn { get; init; }
}
