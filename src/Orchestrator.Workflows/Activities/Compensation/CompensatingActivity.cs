using System.Text.Json;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Workflows.Activities.Compensation;

/// <summary>The activity that undoes runs of another one.</summary>
/// <param name="Activity">What it is and does. Its inputs come from the run that is undone, see <see cref="CompensationNeed.With"/>.</param>
/// <param name="Name">Name shown to people.</param>
public sealed record CompensatingActivity(ActivityEntry Activity, string Name);

/// <summary>What one run of an activity asks of those who undo it.</summary>
public abstract record CompensationNeed
{
    private CompensationNeed() { }

    /// <summary>It changed nothing outside the case.</summary>
    public sealed record Nothing : CompensationNeed;

    /// <summary>It is undone by the behaviour's <see cref="ActivityBehaviour.CompensatedBy"/>.</summary>
    /// <param name="Inputs">That activity's inputs by descriptor name, a JSON object; always the same for the same run.</param>
    public sealed record With(JsonElement Inputs) : CompensationNeed;

    /// <summary>It cannot be undone from here.</summary>
    /// <param name="Reason">One of <see cref="CompensationReasons"/>.</param>
    public sealed record Impossible(string Reason) : CompensationNeed;
}

/// <summary>Why a run is not undone; the stable codes in the journal.</summary>
public static class CompensationReasons
{
    /// <summary>Nothing says how: the agency's document declares no compensation.</summary>
    public const string NoRule = "no-rule";

    /// <summary>It was asked for outside and given up before a final answer came, so that nobody here knows whether it was done.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>It has no answer yet.</summary>
    public const string UnderWay = "under-way";

    /// <summary>It started a case of its own, which is undone there.</summary>
    public const string ChildCase = "child-case";

    /// <summary>A person dismissed the incident of its compensation.</summary>
    public const string Dismissed = "dismissed";
}
