namespace Orchestrator.Audit.Exports;

/// <summary>Which cases to export; what is null or empty asks for nothing. With nothing asked, every case, also those that are no dossier.</summary>
public sealed record CaseSelection
{
    /// <summary>Every case.</summary>
    public static CaseSelection All { get; } = new();

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>A code of the procedure, old or new.</summary>
    public string? Procedure { get; init; }

    /// <summary>Commune codes.</summary>
    public IReadOnlyCollection<string> Localities { get; init; } = [];

    internal bool IsAll => From is null && To is null && Procedure is null && Localities.Count == 0;
}

/// <summary>A form in which histories are exported for analysis.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated values (RFC 4180), one line per entry.</summary>
    Csv,

    /// <summary>XES (IEEE 1849), one trace per case.</summary>
    Xes,

    /// <summary>OCEL 2.0 in JSON, one event per entry.</summary>
    Ocel,
}

/// <summary>Names of the formats.</summary>
public static class ExportFormats
{
    /// <summary>The format that a word stands for, or null.</summary>
    public static ExportFormat? Find(string? word) => word switch
    {
        "csv" => ExportFormat.Csv,
        "xes" => ExportFormat.Xes,
        "ocel" => ExportFormat.Ocel,
        _ => null,
    };

    /// <summary>Media type of a format.</summary>
    public static string MediaType(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv",
        ExportFormat.Xes => "application/xml",
        _ => "application/json",
    };

    /// <summary>Ending of a file of the format, with its dot.</summary>
    public static string Extension(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => ".csv",
        ExportFormat.Xes => ".xes",
        _ => ".ocel.json",
    };
}
