using System.Security.Cryptography;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>Opens the entries of one query; a key is unwrapped once for all entries of its case that follow each other.</summary>
internal sealed class EntryOpener(CaseKeyTable keys)
{
    private CaseId _caseId;
    private CaseKey? _key;
    private byte[]? _wrapped;
    private AesGcm? _cipher;

    /// <param name="caseId">Whose entry.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="stored">Its payload as it is stored.</param>
    /// <param name="wrapped">The wrapped key of the case, or null when it has none.</param>
    public (byte[] Payload, Journal.EntryReading Reading, CaseKey? Key) Open(CaseId caseId, long sequence, byte[] stored, byte[]? wrapped)
    {
        if (wrapped is not null && (_key is null || caseId != _caseId || !wrapped.AsSpan().SequenceEqual(_wrapped)))
        {
            _cipher?.Dispose();
            (_caseId, _wrapped, _key) = (caseId, wrapped, keys.Unwrap(caseId, wrapped));
            _cipher = _key.Cipher();
        }

        var key = wrapped is null ? null : _key;
        if (!SealedBytes.Are(stored)) return (stored, Journal.EntryReading.Whole, key);
        if (key is null) return ([], Journal.EntryReading.Erased, null);
        return key.OpenEntry(_cipher!, sequence, stored) is { } payload ? (payload, Journal.EntryReading.Whole, key) : ([], Journal.EntryReading.Damaged, key);
    }
}
