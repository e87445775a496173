using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Proofs;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Receipts;

/// <summary>
/// What the applicant takes home: the case was there, with so many entries and that hash of the last one, when the checkpoint was signed. Whoever changes, removes or cuts off
/// any of those entries later contradicts it. Holds no personal data.
/// </summary>
/// <param name="Format"><see cref="Current"/>.</param>
/// <param name="Origin">Which orchestrator.</param>
/// <param name="Number">Dossier number.</param>
/// <param name="ProcedureCode">Code of the procedure.</param>
/// <param name="ReceivedAt">When the application was received.</param>
/// <param name="Proof">The proof, with the signed checkpoint.</param>
public sealed record ProofReceipt(string Format, string Origin, string Number, string ProcedureCode, DateTimeOffset ReceivedAt, InclusionProof Proof)
{
    /// <summary>The format that is written now.</summary>
    public const string Current = "orchestrator-receipt/1";

    /// <summary>Reads a receipt; null when the text is something else.</summary>
    public static ProofReceipt? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ProofReceipt>(text, JsonSerializerOptions.Web) is { Format: Current, Proof: not null } receipt ? receipt : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Checks it with nothing but the public keys.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Fault(IReadOnlyList<PublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (SignedCheckpoint.Parse(Proof.Checkpoint) is not { } signed) return "Expected a signed checkpoint, but the text is none.";
        if (keys.FirstOrDefault(key => key.Id == signed.KeyId) is not { } known) return $"Expected the checkpoint to be signed by a known key, but '{signed.KeyId}' is not among the public keys.";
        if (!known.Signed(signed)) return $"Expected the checkpoint to be what key '{signed.KeyId}' signed, but the signature belongs to another text.";
        if (signed.Checkpoint.Origin != Origin || signed.Checkpoint.Size != Proof.Leaves) return "Expected origin and leaves to be those of the checkpoint, but they are others.";
        if (LeafOf() is not { } leaf) return "Expected the id of a case, a hash of 32 bytes and a proof in base64, but it is not so.";
        var root = TreeProof.RootFrom(leaf.Hash(), leaf.Index, signed.Checkpoint.Size, [.. Proof.Proof.Select(Convert.FromBase64String)]);
        return root is not null && root.AsSpan().SequenceEqual(signed.Checkpoint.Root) ? null : "Expected the proof to lead to the root of the checkpoint, but it does not.";
    }

    /// <summary>What it says of the case; null when it is not written so.</summary>
    internal ChainLeaf? LeafOf()
    {
        Span<byte> place = stackalloc byte[EntryHash.Size];
        return CaseId.TryParse(Proof.CaseId, null, out var caseId) && Proof.Head is { Length: 2 * EntryHash.Size } && Convert.FromHexString(Proof.Head, place, out _, out _) == System.Buffers.OperationStatus.Done
            && Proof.Proof.All(hash => System.Buffers.Text.Base64.IsValid(hash))
            ? new ChainLeaf(Proof.Leaf, caseId, Proof.Entries, place.ToArray()) : null;
    }
}
