using Orchestrator.Audit.Proofs;
using Orchestrator.Cases.CaseFiles;

namespace Orchestrator.Audit.Receipts;

/// <summary>Writes receipts.</summary>
public sealed class ProofReceipts
{
    private readonly AuditProofs _proofs;
    private readonly AuditSettings _settings;

    internal ProofReceipts(AuditProofs proofs, AuditSettings settings) => (_proofs, _settings) = (proofs, settings);

    /// <summary>The receipt of a case under the newest checkpoint; null before the first checkpoint after its start.</summary>
    public async Task<ProofReceipt?> WriteAsync(CaseFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return await _proofs.InclusionAsync(file.CaseId, cancellationToken) is { } proof
            ? new ProofReceipt(ProofReceipt.Current, _settings.Origin, file.Number, file.ProcedureCode, file.ReceivedAt, proof)
            : null;
    }
}
