using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Tries of what activities asked of the outside, as Elsa's clients read retries.</summary>
internal static class RetryEndpoints
{
    private const int LargestPart = 1_000;

    /// <summary>Maps <c>/resilience</c>.</summary>
    public static void MapRetries(this ElsaRoutes routes)
    {
        // How often an operation is tried again stands in the agency's document, not in the activity; so there is nothing to choose.
        routes.Get("/resilience/strategies", DesignerRight.ReadDefinitions, () => ElsaAnswers.List<object>([]));
        routes.Get("/resilience/retries/{activityInstanceId}", DesignerRight.ReadCases, ListAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, InstanceReader reader, string activityInstanceId, int? skip, int? take)
    {
        if (ExecutionKey.Parse(activityInstanceId) is not { } key) return ElsaAnswers.Ok(new ElsaPage<RetryAttempt>([], 0));
        var (watched, unknown) = await InstanceEndpoints.WatchAsync(context, key.CaseId.ToString());
        if (watched is null) return unknown!;
        if (!watched.State.Executions.TryGetValue(key.Number, out var execution)) return ElsaAnswers.Ok(new ElsaPage<RetryAttempt>([], 0));
        var attempts = RetryAttempt.Of(watched.State.CaseId, execution, await reader.EffectEntriesAsync(watched, execution.ActivityId, context.RequestAborted));
        var part = attempts.Skip(Math.Max(skip ?? 0, 0)).Take(Math.Clamp(take ?? LargestPart, 1, LargestPart)).ToList();
        return ElsaAnswers.Ok(new ElsaPage<RetryAttempt>(part, attempts.Count));
    }
}

/// <summary>One try.</summary>
internal sealed record RetryAttempt(
    string Id, string ActivityInstanceId, string ActivityId, string WorkflowInstanceId, int AttemptNumber, TimeSpan RetryDelay, IReadOnlyDictionary<string, string?> Details)
{
    /// <summary>The tries of one run, oldest first. Pure.</summary>
    public static IReadOnlyList<RetryAttempt> Of(CaseId caseId, ActivityExecution execution, IReadOnlyList<Runtime.Journal.JournalEntry> entries)
    {
        var effects = new HashSet<string>(StringComparer.Ordinal);
        var attempts = new List<RetryAttempt>();
        foreach (var entry in entries)
        {
            switch (entry.Event())
            {
                case EffectRequested { Effect: var effect } when effect.ExecutionId == execution.Id:
                    effects.Add(effect.Id);
                    break;
                case EffectAttempted { Attempt: var attempt } attempted when effects.Contains(attempted.EffectId):
                    attempts.Add(new RetryAttempt(
                        $"{caseId}-s{entry.Sequence}", new ExecutionKey(caseId, execution.Id).ToString(), execution.ActivityId, caseId.ToString(), attempt.Number,
                        attempt.NextAttemptAt is { } next ? next - entry.At : TimeSpan.Zero, Describe(entry.At, attempt)));
                    break;
            }
        }

        return attempts;
    }

    private static Dictionary<string, string?> Describe(DateTimeOffset at, EffectAttempt attempt) => new(StringComparer.Ordinal)
    {
        ["At"] = at.ToString("O", CultureInfo.InvariantCulture),
        ["Class"] = attempt.Class,
        ["Status"] = attempt.Status?.ToString(CultureInfo.InvariantCulture),
        ["DurationMs"] = attempt.DurationMs.ToString(CultureInfo.InvariantCulture),
        ["Detail"] = attempt.Detail,
        ["NextAttemptAt"] = attempt.NextAttemptAt?.ToString("O", CultureInfo.InvariantCulture),
    };
}
