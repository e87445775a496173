using System.Text.Json.Nodes;

namespace Orchestrator.Simulators.Agencies;

/// <summary>
/// Scenarios that the data itself asks for, so that a demonstration needs no switch: words in the name of the child or the deceased make one
/// operation answer unhappily. A supplement is asked for once per dossier and operation; a suspected duplicate until a person confirmed.
/// </summary>
/// <param name="Words">What the name contains, compared without case.</param>
/// <param name="OperationId">Which operation answers differently.</param>
/// <param name="Outcome">What it answers; <c>not-yet</c> is status 425.</param>
/// <param name="Reason">Why, for the citizen.</param>
internal sealed record Scenario(string Words, string OperationId, string Outcome, string Reason)
{
    /// <summary>All of them; the table stands in the README of this project too.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("Thiếu Hộ Tịch", "RegisterBirth", "supplement", "Bản chụp giấy chứng sinh bị mờ."),
        new("Từ Chối Hộ Tịch", "RegisterBirth", "refused", "Việc khai sinh đã được đăng ký ở nơi khác."),
        new("Song Sinh", "RegisterBirth", "suspected-duplicate", "Đã có một trẻ khác cùng mẹ và cùng ngày sinh."),
        new("Chậm Số", "AssignPersonalId", "not-yet", "Chưa đồng bộ dữ liệu hộ tịch."),
        new("Từ Chối Số", "AssignPersonalId", "refused", "Dữ liệu của mẹ không khớp."),
        new("Thiếu Cư Trú", "RegisterResidence", "supplement", "Chưa có xác nhận của chủ hộ trên tờ khai CT01."),
        new("Từ Chối Cư Trú", "RegisterResidence", "refused", "Chỗ ở không đủ điều kiện đăng ký thường trú."),
        new("Không Cư Trú", "RegisterResidence", "no-residence", "Cha mẹ không có nơi thường trú."),
        new("Thiếu Bảo Hiểm", "IssueHealthInsuranceCard", "supplement", "Cơ sở khám chữa bệnh ban đầu đã hết chỉ tiêu; chọn cơ sở khác."),
        new("Từ Chối Bảo Hiểm", "IssueHealthInsuranceCard", "refused", "Trẻ đã có thẻ bảo hiểm y tế."),
        new("Thiếu Khai Tử", "RegisterDeath", "supplement", "Giấy báo tử thiếu chữ ký."),
        new("Từ Chối Khai Tử", "RegisterDeath", "refused", "Việc khai tử đã được đăng ký ở nơi khác."),
        new("Thiếu Xóa Trú", "DeleteResidence", "supplement", "Thiếu thông tin chủ hộ."),
        new("Thiếu Mai Táng", "PayFuneralAllowance", "supplement", "Thiếu bản khai của thân nhân."),
        new("Thiếu Mai Táng", "PayFuneralCost", "supplement", "Thiếu quyết định hưởng trợ cấp."),
        new("Từ Chối Mai Táng", "PayFuneralAllowance", "refused", "Người chết không thuộc diện hưởng."),
        new("Từ Chối Mai Táng", "PayFuneralCost", "refused", "Người chết không thuộc diện hưởng."),
        new("Thiếu Thuế", "AssessLandTransfer", "supplement", "Thiếu bản sao hợp đồng chuyển nhượng."),
        new("Từ Chối Đất", "RegisterTransfer", "refused", "Thửa đất đang có tranh chấp."),
        new("Thiếu Hỗ Trợ", "PayCovidSupport", "supplement", "Thiếu xác nhận của người sử dụng lao động."),
        new("Thiếu Tuất", "DecideSurvivorsBenefit", "supplement", "Thiếu biên bản họp của các thân nhân."),
    ];

    /// <summary>The scenario that a request asks for, or null.</summary>
    public static Scenario? Of(Operation operation, JsonObject body)
    {
        var name = Text.Of(body, operation.Subject, "fullName");
        return All.FirstOrDefault(scenario => scenario.OperationId == operation.Id && name.Contains(scenario.Words, StringComparison.OrdinalIgnoreCase));
    }
}
