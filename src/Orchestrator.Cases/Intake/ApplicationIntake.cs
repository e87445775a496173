namespace Orchestrator.Cases.Intake;

/// <summary>Takes applications and starts cases from them.</summary>
public sealed class ApplicationIntake
{
    /// <summary>The largest application taken, in bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Checks an application and starts its case, at most once per key.</summary>
    public Task<IntakeOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken) => throw new NotImplementedException();
}
