using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Running;

/// <summary>The mailboxes in memory, at most one per case; beyond the bound the idle one used longest ago leaves.</summary>
internal sealed class MailboxTable(int capacity, Func<CaseId, CaseMailbox> make)
{
    private readonly Dictionary<CaseId, LinkedListNode<CaseMailbox>> _mailboxes = [];
    private readonly LinkedList<CaseMailbox> _byUse = new();

    public int Count
    {
        get
        {
            lock (_byUse) return _mailboxes.Count;
        }
    }

    /// <summary>Posts to a case. Under the same lock as eviction, so that no case can have two mailboxes at work.</summary>
    public void Post(CaseId caseId, Envelope envelope)
    {
        lock (_byUse)
        {
            Touch(caseId).Post(envelope);
            Evict();
        }
    }

    /// <summary>Takes a case that was just started into memory and posts its first command.</summary>
    public void Adopt(LoadedCase started, Envelope first)
    {
        lock (_byUse)
        {
            var mailbox = Touch(started.State.CaseId);
            mailbox.Show(started);
            mailbox.Post(first);
            Evict();
        }
    }

    /// <summary>The case as it is in memory, or null.</summary>
    public LoadedCase? Peek(CaseId caseId)
    {
        lock (_byUse) return _mailboxes.TryGetValue(caseId, out var node) ? node.Value.Case : null;
    }

    private CaseMailbox Touch(CaseId caseId)
    {
        if (_mailboxes.TryGetValue(caseId, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }

        return (_mailboxes[caseId] = _byUse.AddFirst(make(caseId))).Value;
    }

    private void Evict()
    {
        for (var node = _byUse.Last; _mailboxes.Count > capacity && node is not null;)
        {
            var newer = node.Previous;
            if (node.Value.IsIdle)
            {
                _byUse.Remove(node);
                _mailboxes.Remove(node.Value.CaseId);
            }

            node = newer;
        }
    }
}
