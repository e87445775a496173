using System.Text.Json;
using Orchestrator.Cases.DossierNumbers;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;

namespace Orchestrator.Cases.Scenarios;

/// <summary>What a dry run of a procedure starts with: the same inputs as the intake would give a dossier.</summary>
public sealed class DryRunInput
{
    private readonly DeadlineClock _clock;

    internal DryRunInput(DeadlineClock clock) => _clock = clock;

    /// <summary>Inputs of the first dossier of a day, a JSON object.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="application">The application.</param>
    /// <param name="receivedAt">When it is received.</param>
    /// <param name="locality">Commune code; null for what the application says, else the first that the procedure is open to.</param>
    public JsonElement Of(Procedure procedure, JsonElement application, DateTimeOffset receivedAt, string? locality = null)
    {
        ArgumentNullException.ThrowIfNull(procedure);
        var at = VietnamTime.Of(receivedAt);
        var day = VietnamTime.DayOf(at);
        var limit = procedure.LimitOn(day, application);
        var promised = _clock.PromisedDate(at, procedure.CutOff?.Time, limit.WorkingDays);
        return new CaseInput(
            new DossierNumber(procedure.NumberPrefix, day, 1).ToString(), null, procedure.CodeOn(day),
            locality ?? LenientJson.Text(application, "locality") ?? procedure.Localities.FirstOrDefault(commune => commune != "*"), at,
            new PromiseTerms(promised.Date, promised.IsProvisional, limit.WorkingDays, limit.ExtendedWorkingDays, limit.LegalBasis), application).ToJson();
    }
}
