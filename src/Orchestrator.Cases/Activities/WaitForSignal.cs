using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>Waits for a named signal from outside.</summary>
internal sealed class WaitForSignal(ClockKeeping keeping) : ActivityBehaviour
{
    public static ActivityEntry Entry(ClockKeeping keeping) => new(
        CaseActivityDescriptor.Of(
            "WaitForSignal", new("Chờ tín hiệu", "Wait for a signal"), new("Chờ một tín hiệu từ bên ngoài.", "Waits for a named signal from outside."), ["Received", "Expired"],
            [
                CaseActivityDescriptor.Text("Signal", "Tên tín hiệu (Signal)", "Tên tín hiệu. Name of the signal.", required: true),
                CaseActivityDescriptor.Text("Holder", "Ai đang giữ (Holder)", "citizen, officer, system hoặc mã cơ quan. citizen, officer, system or an agency code."),
                CaseActivityDescriptor.Text("Reason", "Lý do (Reason)", "Chờ điều gì. What is waited for.", "multiline"),
                CaseActivityDescriptor.Days("Chờ tối đa; để trống là không hạn. How long to wait; empty for no end.", null),
                CaseActivityDescriptor.Flag("PausesClock", "Dừng đồng hồ (Pauses the clock)", "Không tính vào thời hạn. The time does not count."),
            ],
            new OutputDescriptor("Payload", "Object") { DisplayName = "Nội dung (Payload)", Description = "What came with the signal." }),
        new WaitForSignal(keeping));

    public override void Execute(ActivityTurn turn)
    {
        if (turn.Text("Signal") is not { } name)
        {
            turn.FaultInput("Signal", "the name of the signal");
            return;
        }

        if (!turn.TryDays(out var days)) return;
        var pauses = turn.Flag("PausesClock");
        if (pauses) ClockKeeping.Stop(turn);
        turn.Wait(BookmarkKind.Event, name, days is { } count ? keeping.Clock.Deadline(turn.Now, count) : null, new WaitPayload
        {
            Holder = HolderOf(turn.Text("Holder")),
            Clock = pauses ? "paused" : null,
            Reason = turn.Text("Reason") is { } reason ? new BilingualText(reason, reason) : null,
        }.ToJson());
    }

    public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        if (WaitPayload.From(bookmark.Payload).IsPaused) keeping.Restart(turn);
        if (resumption is Resumption.ByEvent received)
        {
            if (received.Payload is { } payload) turn.SetOutput("Payload", payload);
            turn.Complete("Received");
        }
        else
        {
            turn.Complete("Expired");
        }
    }

    private static WaitHolder HolderOf(string? text) => text switch
    {
        null => new WaitHolder("system", null),
        "citizen" or "officer" or "system" => new WaitHolder(text, null),
        _ => new WaitHolder("agency", text),
    };
}
