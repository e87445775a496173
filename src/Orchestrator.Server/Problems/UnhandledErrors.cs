using Microsoft.AspNetCore.Diagnostics;

namespace Orchestrator.Server.Problems;

/// <summary>Turns what nobody caught into a problem that shows nothing of the inside.</summary>
internal sealed partial class UnhandledErrors(ILogger<UnhandledErrors> logger) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true; // The caller has gone: there is nobody to answer, and nothing is wrong.
        if (exception is not BadHttpRequestException)
            LogUnhandled(httpContext.Request.Method, httpContext.Request.Path, exception);
        if (httpContext.Response.HasStarted)
            return false;
        Problem problem = exception is BadHttpRequestException bad ? ProblemKind.OfStatus(bad.StatusCode) : ProblemKind.Internal;
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
