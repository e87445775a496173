using System.Text.Json;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

public sealed partial class CallbackReceiver
{
    private const int Page = 500;

    /// <summary>
    /// The effect is settled. When an answer settled it, this one is a repetition. When it was given up, the agency did something that the case
    /// does not know of: that is recorded, once, so that it is not dropped with a log line only.
    /// </summary>
    private async Task<CallbackOutcome> SettledAsync(CallbackToken token, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var end = await EndAsync(token, cancellationToken);
        if (end is null)
            return new CallbackOutcome.Unavailable("Expected the request that this answers to be recorded, but it is not yet; send it again.");
        if (end == EffectEnd.Done)
            return new CallbackOutcome.AlreadyApplied();

        var name = $"late-answer:{token.EffectId}";
        var hash = Hash(body);
        var state = await _runtime.FindAsync(token.CaseId, cancellationToken);
        if (state is not null && state.Marks.TryGetValue(name, out var known) && known.TryGetProperty("bodyHash", out var first) && first.GetString() == hash)
            return new CallbackOutcome.TooLate();

        var mark = new RecordMark(name, JsonSerializer.SerializeToElement(new { effect = token.EffectId, end = end.ToString(), bodyHash = hash }));
        return await _runtime.SendAsync(token.CaseId, mark, new Actor("agency", "callback"), cancellationToken) switch
        {
            CommandOutcome.Unavailable unavailable => new CallbackOutcome.Unavailable(unavailable.Message),
            _ => new CallbackOutcome.TooLate(),
        };
    }

    private async Task<EffectEnd?> EndAsync(CallbackToken token, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var entries = await _journal.ReadAsync(token.CaseId, after, Page, cancellationToken);
            foreach (var entry in entries.Where(entry => entry.Kind == nameof(EffectSettled)))
            {
                using var settled = JsonDocument.Parse(entry.Payload);
                if (Member(settled.RootElement, nameof(EffectSettled.EffectId)) is { } effect && effect.GetString() == token.EffectId)
                    return Enum.Parse<EffectEnd>(Member(settled.RootElement, nameof(EffectSettled.End))?.GetString() ?? "");
            }

            if (entries.Count < Page)
                return null;
            after = entries[^1].Sequence;
        }
    }

    // The journal's member names are the runtime's business; only their letters are relied on.
    private static JsonElement? Member(JsonElement members, string name)
    {
        foreach (var member in members.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
