using System.Globalization;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Orchestrator.Audit.Exports;

/// <summary>Writes a scheduled export: beside its place first, so that who collects files never finds half of one.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScheduledExportJob(EventLogExport export, AuditSettings settings, ILogger<ScheduledExportJob> logger) : IJob
{
    /// <summary>Name of the job's datum that says which export it writes.</summary>
    public const string Number = "number";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var scheduled = settings.Exports[int.Parse(context.MergedJobDataMap.GetString(Number)!, CultureInfo.InvariantCulture)];
        await WriteAsync(scheduled, context.ScheduledFireTimeUtc ?? context.FireTimeUtc, cancellationToken);
    }

    /// <summary>Writes one, unless another node that shares the folder has done so.</summary>
    public async Task WriteAsync(ScheduledExport scheduled, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var name = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var path = Path.Combine(scheduled.Folder, $"histories-{name}{scheduled.Format.Extension()}");
        if (File.Exists(path)) return;
        Directory.CreateDirectory(scheduled.Folder);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            long entries;
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
                entries = await export.WriteAsync(scheduled.Format, scheduled.SelectionAt(at), file, cancellationToken);
            File.Move(part, path, overwrite: true);
            LogWritten(path, entries);
        }
        finally
        {
            File.Delete(part);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Wrote the scheduled export {Path} with {Entries} entries")]
    private partial void LogWritten(string path, long entries);
}
