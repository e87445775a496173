using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>What a bookmark says about its wait; the conventions are on <see cref="Bookmark"/>.</summary>
internal sealed record WaitPayload
{
    /// <summary>Who holds the case meanwhile.</summary>
    public WaitHolder? Holder { get; init; }

    /// <summary>What is waited for.</summary>
    public BilingualText? Reason { get; init; }

    /// <summary><c>paused</c> when the legal clock stands still.</summary>
    public string? Clock { get; init; }

    /// <summary>Status to show while it waits, for example <c>supplement</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Status to go back to when the wait ends.</summary>
    public string? Back { get; init; }

    /// <summary>Agency concerned.</summary>
    public string? Agency { get; init; }

    /// <summary>Who must consent; personal data.</summary>
    [JsonPropertyName("from")]
    public string? ConsentFrom { get; init; }

    /// <summary>Role of the officer.</summary>
    public string? Role { get; init; }

    public bool IsPaused => Clock == "paused";

    public JsonElement ToJson() => CaseMarks.ToJson(this);

    /// <summary>Reads a payload that any activity may have written: what does not fit is left out.</summary>
    public static WaitPayload From(JsonElement? payload)
    {
        if (payload is not { ValueKind: JsonValueKind.Object } json) return new WaitPayload();
        var holder = json.Member("holder");
        return new WaitPayload
        {
            Holder = holder.Text("kind") is { } kind ? new WaitHolder(kind, holder.Text("code")) : null,
            Reason = json.Member("reason").Bilingual(),
            Clock = json.Text("clock"),
            Status = json.Text("status"),
            Back = json.Text("back"),
            Agency = json.Text("agency"),
            Role = json.Text("role"),
        };
    }
}

/// <summary>Who holds a case: <c>agency</c>, <c>officer</c>, <c>citizen</c> or <c>system</c>, with a code.</summary>
internal sealed record WaitHolder(string Kind, string? Code);
