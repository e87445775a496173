using Microsoft.AspNetCore.Diagnostics;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Cases.Reads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Server.Api;

namespace Orchestrator.Server.Problems;

/// <summary>Turns what nobody caught into a problem that shows nothing of the inside.</summary>
internal sealed partial class UnhandledErrors(IStorageOutages outages, ILogger<UnhandledErrors> logger) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true; // The caller has gone: there is nobody to answer, and nothing is wrong.
        if (exception is not (BadHttpRequestException or CaseErasedException))
            LogUnhandled(httpContext.Request.Method, httpContext.Request.Path, exception);
        if (httpContext.Response.HasStarted)
            return false;
        var problem = exception switch
        {
            BrokenFormException => ProblemKind.FormBroken,
            BadHttpRequestException bad => ProblemKind.OfStatus(bad.StatusCode),
            ReadNotRecordedException => Faults.Unavailable,
            CaseErasedException => ProblemKind.CaseErased,
            _ when outages.IsOutage(exception) => Faults.Unavailable,
            _ => ProblemKind.Internal,
        };
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
