using System.Globalization;
using Orchestrator.Cases;
using Orchestrator.Cases.Intake;
using Orchestrator.Cases.Signals;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Outcomes of the modules, told as problems.</summary>
internal static class Faults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Nothing can be stored at the moment.</summary>
    public static Problem Unavailable => new(ProblemKind.Unavailable) { RetryAfter = RetryAfter };

    /// <summary>Faults of a document that was sent.</summary>
    public static Problem Of(ProblemKind kind, IReadOnlyList<ApplicationFault> faults) => new(kind, faults.Count)
    {
        Errors = [.. faults.Select(fault => new ProblemError(fault.Pointer, fault.Code, InLanguage(fault.Message)))],
    };

    /// <summary>What the engine refused; its code goes beside its own words.</summary>
    public static Problem Refused(string code, string message) => new(ProblemKind.CommandRejected)
    {
        Detail = message,
        Errors = [new ProblemError("", code, message)],
    };

    /// <summary>What became of a message to a case; null when it was delivered.</summary>
    public static Problem? Of(SignalOutcome outcome, string number) => outcome switch
    {
        SignalOutcome.Delivered => null,
        SignalOutcome.NotFound => new Problem(ProblemKind.CaseNotFound, number),
        SignalOutcome.NobodyWaits nobody => new Problem(ProblemKind.NobodyWaits, nobody.Number, nobody.Name),
        SignalOutcome.AlreadyFinished finished => new Problem(ProblemKind.CaseFinished, finished.Number),
        SignalOutcome.Invalid { Faults: [{ Code: "malformed-json" }] } => new Problem(ProblemKind.MalformedJson, 1, 1),
        SignalOutcome.Invalid invalid => Of(ProblemKind.RequestInvalid, invalid.Faults),
        SignalOutcome.TooLarge => ProblemKind.BodyTooLarge,
        SignalOutcome.Refused refused => Refused(refused.Code, refused.Message),
        SignalOutcome.Unavailable => Unavailable,
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    /// <summary>A text in the language of the request.</summary>
    public static string InLanguage(BilingualText text) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? text.En : text.Vi;
}
