using System.Collections.Immutable;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>What an agency holds of a call differs from what we hold.</summary>
/// <param name="Kind">How.</param>
/// <param name="Repair">What would mend it.</param>
/// <param name="Places">JSON pointers into the agency's answer where values differ; never the values.</param>
public sealed record Difference(DifferenceKind Kind, RepairKind Repair, ImmutableArray<string> Places)
{
    /// <summary>What is wrong and what to do, for people.</summary>
    public LocalizedText Text(AgencyDocument agency, AgencyOperation operation)
    {
        ArgumentNullException.ThrowIfNull(agency);
        ArgumentNullException.ThrowIfNull(operation);
        var places = string.Join(", ", Places);
        return Kind switch
        {
            DifferenceKind.UnknownThere => new LocalizedText(
                $"Hồ sơ ghi '{operation.Name.Vi}' đã xong, nhưng {agency.Name.Vi} không có; hãy gửi lại với cùng khóa, hoặc làm rõ với cơ quan.",
                $"Expected {agency.Name.En} to hold '{operation.Name.En}', which is done here, but it knows nothing of it; send it again with the same key, or settle it with the agency."),
            DifferenceKind.AnsweredThere when Repair == RepairKind.AskAgain => new LocalizedText(
                $"{agency.Name.Vi} đã có kết quả '{operation.Name.Vi}' mà hồ sơ còn chờ; hãy hỏi lại để nhận kết quả.",
                $"Expected the answer of {agency.Name.En} to '{operation.Name.En}', but none came although the agency has one; ask it again, and the case goes on with its answer."),
            DifferenceKind.AnsweredThere => new LocalizedText(
                $"{agency.Name.Vi} đã có kết quả '{operation.Name.Vi}' mà hồ sơ còn chờ; hãy đề nghị cơ quan gửi lại kết quả.",
                $"Expected the answer of {agency.Name.En} to '{operation.Name.En}', but none came although the agency has one; ask the agency to send it again."),
            _ => new LocalizedText(
                $"{agency.Name.Vi} có dữ liệu khác với hồ sơ về '{operation.Name.Vi}' ({places}); hãy làm rõ với cơ quan.",
                $"Expected {agency.Name.En} to hold the same as the case for '{operation.Name.En}', but it differs at {places}; settle with the agency which of the two is right."),
        };
    }
}

/// <summary>How both sides differ.</summary>
public enum DifferenceKind
{
    /// <summary>It is done here, and the agency knows nothing of it.</summary>
    UnknownThere,

    /// <summary>The agency has a final answer, and the case still waits for it.</summary>
    AnsweredThere,

    /// <summary>Both have it, with other values.</summary>
    Different,
}

/// <summary>What mends a difference.</summary>
public enum RepairKind
{
    /// <summary>Only people can.</summary>
    None,

    /// <summary>The same call once more, under the same idempotency key; its answer is recorded and nothing in the case runs again.</summary>
    SendAgain,

    /// <summary>Ask for the answer now, as the operation's <c>x-poll</c> says.</summary>
    AskAgain,
}
