using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities;

/// <summary>What a behaviour may see and say while the engine decides. Every call becomes an event.</summary>
public abstract class ActivityTurn
{
    /// <summary>Which case.</summary>
    public abstract CaseId CaseId { get; }

    /// <summary>This run of the activity.</summary>
    public abstract long ExecutionId { get; }

    /// <summary>The activity's id in the definition.</summary>
    public abstract string ActivityId { get; }

    /// <summary>The name shown to people: display text, else name, else type.</summary>
    public abstract string DisplayName { get; }

    /// <summary>The activity's <c>customProperties</c>, a JSON object.</summary>
    public abstract JsonElement CustomProperties { get; }

    /// <summary>The time of this decision.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The case's <see cref="CaseState.Input"/>.</summary>
    public abstract JsonElement CaseInput { get; }

    /// <summary>The case with everything applied that this decision has said so far: its marks, its other waits.</summary>
    /// <exception cref="NotSupportedException">A turn made for a test has no case behind it.</exception>
    public virtual CaseState State => throw new NotSupportedException("Expected a turn of the engine, but this one has no case behind it; give it a state.");

    /// <summary>
    /// An input, evaluated once per execution, converted to the descriptor's type, default applied; a JSON null when there is none.
    /// An expression that fails ends the turn with a fault.
    /// </summary>
    /// <param name="name">Descriptor name, Pascal case.</param>
    public abstract JsonElement Input(string name);

    /// <summary>All evaluated inputs by descriptor name, a JSON object.</summary>
    public abstract JsonElement Inputs();

    /// <summary>True when a connection leaves the named port, so that taking it leads somewhere.</summary>
    public abstract bool IsConnected(string port);

    /// <summary>Ends the activity; without outcomes the port is <c>Done</c>. Its other bookmarks are cancelled.</summary>
    public abstract void Complete(params ReadOnlySpan<string> outcomes);

    /// <summary>Gives an output a value, bound variables included. Call before <see cref="Complete"/>.</summary>
    /// <param name="name">Descriptor name, Pascal case.</param>
    /// <param name="value">Any JSON value.</param>
    public abstract void SetOutput(string name, JsonElement value);

    /// <summary>Waits.</summary>
    /// <returns>The new bookmark's id.</returns>
    public abstract string Wait(BookmarkKind kind, string? name = null, DateTimeOffset? dueAt = null, JsonElement? payload = null);

    /// <summary>Asks for something outside the case, after this decision is durable.</summary>
    /// <param name="kind">One of <see cref="EffectKinds"/> or a module's own.</param>
    /// <param name="payload">A JSON object.</param>
    /// <param name="bookmarkId">The bookmark that its end resumes, or null when the activity does not wait.</param>
    /// <returns>The effect's id.</returns>
    public abstract string Request(string kind, JsonElement payload, string? bookmarkId = null);

    /// <summary>Records a fact for readers of the case; see <see cref="MarkRecorded"/>.</summary>
    public abstract void Mark(string name, JsonElement data);

    /// <summary>Ends the activity in a fault; an incident opens.</summary>
    public abstract void Fault(Fault fault);
}
