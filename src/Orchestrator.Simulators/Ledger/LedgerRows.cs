namespace Orchestrator.Simulators.Ledger;

/// <summary>A request that an agency took on, with its final answer.</summary>
/// <param name="RequestId">Names it at the agency.</param>
/// <param name="BodyHash">SHA-256 of what was sent.</param>
/// <param name="Status">Status of the final answer: 200, or 409 for something done before.</param>
/// <param name="Answer">The final answer, JSON.</param>
/// <param name="ReadyAt">When the final answer is there.</param>
internal sealed record KnownRequest(string RequestId, string BodyHash, int Status, string Answer, DateTimeOffset ReadyAt);

/// <summary>A request to write down with all that it brings.</summary>
/// <param name="Agency">Agency code.</param>
/// <param name="Operation">Operation id.</param>
/// <param name="Key">Idempotency key.</param>
/// <param name="RequestId">Names it at the agency.</param>
/// <param name="BodyHash">SHA-256 of what was sent.</param>
/// <param name="Dossier">Dossier number, or an empty text.</param>
internal sealed record NewRequest(string Agency, string Operation, string Key, string RequestId, string BodyHash, string Dossier)
{
    /// <summary>Status of the final answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The final answer, JSON.</summary>
    public string Answer { get; init; } = "{}";

    /// <summary>The outcome in it.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>What it registers, or null.</summary>
    public Registration? Registered { get; init; }

    /// <summary>The request whose registration it takes back, or null.</summary>
    public string? Cancels { get; init; }

    /// <summary>Where the answer is sent, or null when it is given at once.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>When it is sent, once for each time.</summary>
    public IReadOnlyList<DateTimeOffset> Callbacks { get; init; } = [];

    /// <summary>When it is there for those who ask.</summary>
    public DateTimeOffset ReadyAt { get; init; }
}

/// <summary>A registration.</summary>
/// <param name="Identity">What it is for.</param>
/// <param name="Likeness">What others like it have in common, or null.</param>
/// <param name="Counts">False when doing it again is no double by nature.</param>
internal sealed record Registration(string Identity, string? Likeness, bool Counts);

/// <summary>A callback to be sent.</summary>
internal sealed record PendingCallback(long Id, string RequestId, Uri Url, string Body, DateTimeOffset DueAt, int Attempts);
