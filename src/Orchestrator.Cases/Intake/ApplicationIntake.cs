using System.Text.Json;
using Orchestrator.Attachments.Links;
using Orchestrator.Cases.Applications;
using Orchestrator.Cases.DossierNumbers;
using Orchestrator.Cases.Identifiers;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Intake;

/// <summary>Takes applications and starts cases from them.</summary>
public sealed class ApplicationIntake
{
    /// <summary>The largest application taken, in bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    private readonly ProcedureCatalog _procedures;
    private readonly IDefinitionStore _definitions;
    private readonly ICaseRuntime _runtime;
    private readonly SentAttachments _attachments;
    private readonly DeadlineClock _clock;
    private readonly TimeProvider _time;

    internal ApplicationIntake(ProcedureCatalog procedures, IDefinitionStore definitions, ICaseRuntime runtime, SentAttachments attachments, DeadlineClock clock, TimeProvider time)
    {
        _procedures = procedures;
        _definitions = definitions;
        _runtime = runtime;
        _attachments = attachments;
        _clock = clock;
        _time = time;
    }

    /// <summary>Checks an application and starts its case, at most once per key.</summary>
    public async Task<IntakeOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        using var activity = CasesTelemetry.Source.StartActivity("intake");
        var outcome = await DecideAsync(submission, cancellationToken);
        activity?.SetTag("procedure", submission.ProcedureCode).SetTag("outcome", outcome.GetType().Name);
        CasesTelemetry.Submissions.Add(1, new("procedure", _procedures.Find(submission.ProcedureCode)?.Code ?? "unknown"), new("outcome", outcome.GetType().Name));
        return outcome;
    }

    private async Task<IntakeOutcome> DecideAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (!_procedures.IsLoaded) return new IntakeOutcome.Unavailable("Expected the procedures to be loaded, but the server is still starting; send the same again in a moment.");
        if (_procedures.FindLoaded(submission.ProcedureCode) is not { } loaded) return new IntakeOutcome.UnknownProcedure(submission.ProcedureCode);
        if (!IsVisible(submission.IdempotencyKey, 200)) return new IntakeOutcome.InvalidKey(FaultTexts.Of("idempotency-key"));
        if (submission.Body.Length > LargestBody) return new IntakeOutcome.TooLarge(LargestBody);
        if (!StrictJson.TryParse(submission.Body, out var application, out var malformed)) return new IntakeOutcome.Invalid([malformed]);

        var faults = loaded.Schema.Check(application).ToList();
        var attachments = await _attachments.CheckAsync(application, AttachmentFields.Find(loaded.Schema.Json, application), submission.Actor, null, cancellationToken);
        faults.AddRange(attachments.Faults);
        var locality = submission.Locality ?? Text(application, "locality");
        if (locality is not null && !Place.IsCommune(locality)) faults.Add(new ApplicationFault("/locality", "locality", FaultTexts.Of("locality")));
        var second = submission.SecondNumber ?? Text(application, "portalNumber");
        if (second is not null && !IsVisible(second, 64)) faults.Add(new ApplicationFault("/portalNumber", "second-number", FaultTexts.Of("second-number")));
        if (faults.Count > 0) return new IntakeOutcome.Invalid([.. faults.DistinctBy(fault => (fault.Pointer, fault.Code))]);
        if (!loaded.Procedure.Serves(locality)) return new IntakeOutcome.LocalityNotServed(locality);

        var workflow = await _definitions.FindPublishedAsync(loaded.Procedure.DefinitionId, cancellationToken);
        if (workflow is null) return new IntakeOutcome.Unavailable($"Expected a published version of {loaded.Procedure.DefinitionId}, but there is none; publish one.");
        if (workflow.Refusals is [var refusal, ..])
            return new IntakeOutcome.Unavailable($"Expected version {workflow.Version} of {loaded.Procedure.DefinitionId} to run, but {refusal.Message} ({refusal.Path}); publish a corrected version.");
        var receipt = Receipt(loaded.Procedure, application);
        var input = new CaseInput(string.Empty, second, receipt.Code, locality, receipt.At, receipt.Promise, application)
        {
            Attachments = attachments.Found.Count == 0 ? null : AttachmentMarks.List(attachments.Found),
        };
        var request = new StartRequest(
            new StartKey($"intake/{submission.Actor}", submission.IdempotencyKey, HashOf(loaded.Procedure, locality, second, application)),
            new CounterKey(DossierNumber.CounterOf(loaded.Procedure.NumberPrefix, receipt.Day)),
            count => Start(workflow.DefinitionId, workflow.VersionId, workflow.Version, input with { DossierNumber = new DossierNumber(loaded.Procedure.NumberPrefix, receipt.Day, count).ToString() }),
            submission.Actor);
        return await _runtime.StartAsync(request, cancellationToken) switch
        {
            StartOutcome.Started started => new IntakeOutcome.Accepted(started.CaseId, CaseInput.From(started.Entry.Input)!.DossierNumber, receipt.At, receipt.Promise.Date, receipt.Promise.IsProvisional),
            StartOutcome.AlreadyStarted again => await NumberAsync(again.CaseId, cancellationToken) is { } number ? new IntakeOutcome.Again(again.CaseId, number) : Gone(),
            StartOutcome.KeyConflict conflict => await NumberAsync(conflict.CaseId, cancellationToken) is { } number ? new IntakeOutcome.KeyConflict(number) : Gone(),
            StartOutcome.Refused refused => new IntakeOutcome.CaseRunning(refused.CaseId),
            StartOutcome.Unavailable unavailable => new IntakeOutcome.Unavailable(unavailable.Message),
            var other => throw new InvalidOperationException($"Expected a known start outcome, but found {other}."),
        };
    }

    private (DateTimeOffset At, DateOnly Day, string Code, PromiseTerms Promise) Receipt(Procedure procedure, JsonElement application)
    {
        var at = VietnamTime.Of(_time.GetUtcNow());
        var day = VietnamTime.DayOf(at);
        var limit = procedure.LimitOn(day, application);
        var promised = _clock.PromisedDate(at, procedure.CutOff?.Time, limit.WorkingDays);
        return (at, day, procedure.CodeOn(day), new PromiseTerms(promised.Date, promised.IsProvisional, limit.WorkingDays, limit.ExtendedWorkingDays, limit.LegalBasis));
    }

    private static CaseStarted Start(string definitionId, string versionId, int version, CaseInput input) =>
        new(definitionId, versionId, version, input.ToJson(), CorrelationId: input.DossierNumber, Name: input.DossierNumber, Parent: null);

    private async Task<string?> NumberAsync(CaseId caseId, CancellationToken cancellationToken) =>
        await _runtime.FindAsync(caseId, cancellationToken) is { } state ? CaseInput.From(state.Started.Input)?.DossierNumber : null;

    private static IntakeOutcome.Unavailable Gone() => new("Expected to read the case that the key started, but it cannot be read now; try again.");

    private static string HashOf(Procedure procedure, string? locality, string? second, JsonElement application) =>
        CanonicalJson.Hash(JsonSerializer.SerializeToElement(new { procedure = procedure.Code, locality, second, application }));

    private static string? Text(JsonElement application, string name) =>
        application.ValueKind == JsonValueKind.Object && application.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsVisible(string? text, int most) => text is { Length: > 0 } && text.Length <= most && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
