using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Tasks;

/// <summary>Waits until a person or an outside worker has done a task.</summary>
internal sealed class RunTask : BuiltInBehaviour
{
    public static ActivityEntry Entry { get; } = new(
        new()
        {
            TypeName = "Elsa.RunTask",
            Category = "Primitives",
            DisplayName = "Run Task",
            Description = "Asks a person or an outside worker to do something.",
            Inputs = [Input("TaskName", "String", "Name of the task.").Required(), Input("Payload", "ObjectDictionary", "What the person or worker needs to know.")],
            Outputs = [Output("TaskId", "String", "Id of the task."), Output("Result", "Object", "What the person or worker answered.")],
        },
        new RunTask());

    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TextInput("TaskName") is not { Length: > 0 } name)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the name of the task, but there is none; give one."));
            return;
        }

        var payload = turn.Input("Payload");
        turn.Wait(BookmarkKind.Task, name, payload: payload.IsAbsent() ? null : payload);
    }

    protected override void Resume(ExecutionTurn turn, Bookmark bookmark, Resumption resumption)
    {
        turn.SetOutput("TaskId", Workflows.Data.JsonValues.Text(bookmark.Id));
        if (resumption is Resumption.ByTask done) turn.SetOutput("Result", done.Result ?? JsonMembers.Null);
        turn.Complete();
    }
}
