using System.Text.Json;
using Orchestrator.Cases.Statuses;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Activities;

/// <summary>
/// Asks the citizen to add documents. The case is the citizen's meanwhile, shown as "supplement", and the clock stands still
/// (Decree 61/2018/ND-CP, as amended by Decree 107/2021/ND-CP).
/// </summary>
internal sealed class RequestSupplement(ClockKeeping keeping) : ActivityBehaviour
{
    public const string SignalName = "supplement", StatusKey = "supplement";

    public static ActivityEntry Entry(ClockKeeping keeping) => new(
        CaseActivityDescriptor.Of(
            "RequestSupplement", new("Yêu cầu bổ sung", "Request a supplement"),
            new("Dừng đồng hồ và chờ công dân bổ sung giấy tờ.", "Stops the clock and waits for documents of the citizen."), ["Supplied", "Expired"],
            [
                CaseActivityDescriptor.Text("Agency", "Cơ quan (Agency)", "Mã cơ quan yêu cầu. Code of the agency that asks."),
                CaseActivityDescriptor.Object("Reasons", "Lý do (Reasons)", "Một câu hoặc danh sách giấy tờ thiếu. A text, or a list of what is missing."),
                CaseActivityDescriptor.Days("Thời hạn bổ sung. How long the citizen has.", 7),
            ],
            new OutputDescriptor("Documents", "Object") { DisplayName = "Giấy tờ (Documents)", Description = "What the citizen sent.", IsSensitive = true }),
        new RequestSupplement(keeping));

    public override void Execute(ActivityTurn turn)
    {
        if (!turn.TryDays(out var days)) return;
        var reasons = ReasonsOf(turn.Input("Reasons"));
        var reason = new BilingualText(
            reasons.Length == 0 ? "Chờ công dân bổ sung hồ sơ." : $"Chờ công dân bổ sung: {reasons}", reasons.Length == 0 ? "Waits for a supplement." : $"Waits for a supplement: {reasons}");
        var before = CaseMarks.Find<StatusMark>(turn.State, CaseMarks.Status)?.Status ?? StatusTable.First;
        var back = before == StatusKey ? OthersBack(turn) : before;
        if (!SetStatus.Record(turn, StatusKey, reason)) return;
        keeping.EnsureDeadline(turn);
        ClockKeeping.Stop(turn);
        turn.Wait(BookmarkKind.Event, SignalName, keeping.Clock.Deadline(turn.Now, days ?? 7), new WaitPayload
        {
            Holder = new WaitHolder("citizen", null),
            Reason = reason,
            Clock = "paused",
            Status = StatusKey,
            Back = back,
            Agency = turn.Text("Agency"),
        }.ToJson());
    }

    public override void Resume(ActivityTurn turn, Bookmark bookmark, Resumption resumption)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        var payload = WaitPayload.From(bookmark.Payload);
        var supplied = resumption as Resumption.ByEvent;
        if (supplied?.Payload is { } sent && sent.Text("agency") is { } addressee && payload.Agency is not null && addressee != payload.Agency)
        {
            // Meant for another agency's request of the same case: this one goes on waiting, with the same end.
            turn.Wait(BookmarkKind.Event, bookmark.Name, bookmark.DueAt, bookmark.Payload);
            return;
        }

        keeping.Restart(turn);
        var othersWait = turn.State.Bookmarks.Values.Any(other => WaitPayload.From(other.Payload).Status == StatusKey);
        if (!othersWait && payload.Back is { } back && !SetStatus.Record(turn, back, null)) return;
        if (supplied is not null) turn.SetOutput("Documents", supplied.Payload ?? CaseMarks.ToJson<object?>(null));
        turn.Complete(supplied is null ? "Expired" : "Supplied");
    }

    private static string? OthersBack(ActivityTurn turn) =>
        turn.State.Bookmarks.Values.Select(other => WaitPayload.From(other.Payload)).FirstOrDefault(other => other.Status == StatusKey)?.Back;

    private static string ReasonsOf(JsonElement reasons) => reasons.ValueKind switch
    {
        JsonValueKind.String => reasons.GetString()!.Trim(),
        JsonValueKind.Array => string.Join("; ", reasons.EnumerateArray().Select(ReasonsOf).Where(text => text.Length > 0)),
        JsonValueKind.Object => reasons.Bilingual()?.Vi ?? reasons.Text("name") ?? reasons.Text("reason") ?? string.Empty,
        _ => string.Empty,
    };
}
