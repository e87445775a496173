using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>The one place where commands of a case run, one after the other.</summary>
internal sealed class CaseMailbox(CaseId caseId, CaseTurns turns)
{
    private readonly Queue<Envelope> _queue = new();
    private LoadedCase? _case;
    private bool _running;

    public CaseId CaseId { get; } = caseId;

    /// <summary>The case with everything durable applied and nothing else; null while it is not loaded.</summary>
    public LoadedCase? Case => Volatile.Read(ref _case);

    /// <summary>True when nothing runs or waits, so that the case may leave memory.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_queue) return !_running;
        }
    }

    /// <summary>Shows a case whose newest entry just became durable; before anybody is told of that entry.</summary>
    public void Show(LoadedCase durable) => Volatile.Write(ref _case, durable);

    public void Post(Envelope envelope)
    {
        lock (_queue)
        {
            _queue.Enqueue(envelope);
            if (_running) return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static mailbox => _ = mailbox.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            Envelope? envelope;
            lock (_queue)
            {
                if (!_queue.TryDequeue(out envelope))
                {
                    _running = false;
                    return;
                }
            }

            try
            {
                Volatile.Write(ref _case, await turns.TakeAsync(this, envelope));
            }
            catch (Exception cause)
            {
                // What is in memory may not be what is durable any more; the next command reads it again.
                Volatile.Write(ref _case, null);
                envelope.Fail(cause);
            }
            finally
            {
                turns.Ended();
            }
        }
    }
}
