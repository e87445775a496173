using System.Text.Json;
using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Cases.Activities;

/// <summary>Records what came of one procedure of the bundle, so that the citizen sees each part by itself.</summary>
internal sealed class RecordResult : ActivityBehaviour
{
    private static readonly string[] Outcomes = ["granted", "refused", "cut", "pending"];

    public static ActivityEntry Entry { get; } = new(
        CaseActivityDescriptor.Of(
            "RecordResult", new("Ghi kết quả", "Record a result"), new("Ghi kết quả của một thủ tục trong nhóm.", "Records what came of one procedure of the bundle."), ["Done"],
            [
                CaseActivityDescriptor.Text("Part", "Thủ tục (Part)", "Khóa của thủ tục trong procedure.json. Key of the part in procedure.json.", required: true),
                CaseActivityDescriptor.Choice("Outcome", "Kết quả (Outcome)", "Kết quả. The outcome.",
                    [("granted", "Đã giải quyết (Granted)"), ("refused", "Từ chối (Refused)"), ("cut", "Cắt khỏi hồ sơ (Cut)"), ("pending", "Đến sau (Pending)")]),
                CaseActivityDescriptor.Object("Data", "Dữ liệu (Data)", "Số, ngày, đường dẫn. Numbers, dates, links.") with { IsSensitive = true },
                CaseActivityDescriptor.Text("Reason", "Lý do (Reason)", "Lý do cho công dân biết. The reason given to the citizen.", "multiline"),
            ]),
        new RecordResult());

    public override void Execute(ActivityTurn turn)
    {
        if (turn.Text("Part") is not { } part)
        {
            turn.FaultInput("Part", "the key of a part");
            return;
        }

        if (turn.Text("Outcome") is not { } outcome || !Outcomes.Contains(outcome))
        {
            turn.FaultInput("Outcome", $"one of {string.Join(", ", Outcomes)}");
            return;
        }

        var data = turn.Input("Data");
        turn.Mark(CaseMarks.PartPrefix + part, CaseMarks.ToJson(new PartMark(part, outcome, turn.Text("Reason"), data.ValueKind == JsonValueKind.Object ? data : null, turn.Now)));
        turn.Complete();
    }
}
