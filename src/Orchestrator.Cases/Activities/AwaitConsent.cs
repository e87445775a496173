using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Waits for somebody's consent; the time is not counted in the promised date (Decree 63/2024/ND-CP).</summary>
internal sealed class AwaitConsent(ClockKeeping keeping) : ActivityBehaviour
{
    public const string SignalName = "consent";

    public static ActivityEntry Entry(ClockKeeping keeping) => new(
        CaseActivityDescriptor.Of(
            "AwaitConsent", new("Chờ ý kiến đồng ý", "Await consent"),
            new("Chờ chủ hộ hoặc chủ nhà đồng ý; không tính vào thời hạn.", "Waits for a consent; the time does not count."), ["Granted", "Declined", "Expired"],
            [
                CaseActivityDescriptor.Text("From", "Người đồng ý (From)", "Người phải đồng ý. Who must consent.") with { IsSensitive = true },
                CaseActivityDescriptor.Days("Chờ tối đa. How long to wait.", 30),
            ]),
        new AwaitConsent(keeping));

    public override void Execute(ActivityTurn turn)
    {
        if (!turn.TryDays(out var days)) return;
        ClockKeeping.Stop(turn);
        turn.Wait(BookmarkKind.Event, SignalName, keeping.Clock.Deadline(turn.Now, days ?? 30), new WaitPayload
        {
            Holder = new WaitHolder("citizen", null),
            Clock = "paused",
            ConsentFrom = turn.Text("From"),
            Reason = new BilingualText("Chờ ý kiến đồng ý của người có quyền.", "Waits for the consent of the person entitled to give it."),
        }.ToJson());
    }

    public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        var granted = (resumption as Resumption.ByEvent)?.Payload?.Member("granted").ValueKind;
        if (resumption is Resumption.ByEvent && granted is not (JsonValueKind.True or JsonValueKind.False))
        {
            // An answer that says neither yes nor no decides nothing.
            turn.Wait(BookmarkKind.Event, bookmark.Name, bookmark.DueAt, bookmark.Payload);
            return;
        }

        keeping.Restart(turn);
        turn.Complete(granted switch { JsonValueKind.True => "Granted", JsonValueKind.False => "Declined", _ => "Expired" });
    }
}
