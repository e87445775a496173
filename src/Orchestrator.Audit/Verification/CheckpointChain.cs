using System.Globalization;
using Orchestrator.Audit.Checkpoints;

namespace Orchestrator.Audit.Verification;

/// <summary>Checks checkpoints one after another: signature, number, link to the one before, growth; and against copies that were kept elsewhere.</summary>
internal sealed class CheckpointChain(IReadOnlyList<PublicKey> keys, IReadOnlyList<SignedCheckpoint> kept)
{
    private readonly Dictionary<long, string> _kept = kept.ToDictionary(checkpoint => checkpoint.Checkpoint.Number, checkpoint => checkpoint.Text);

    /// <summary>The newest so far, or null.</summary>
    public Checkpoint? Newest { get; private set; }

    public List<Checkpoint> All { get; } = [];

    private SignedCheckpoint? _last;

    /// <summary>Takes the next one.</summary>
    /// <param name="text">Its signed text.</param>
    /// <param name="isFromTheFirst">True when all of them come, from number 1 on.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Add(string text, bool isFromTheFirst)
    {
        if (SignedCheckpoint.Parse(text) is not { } signed) return "Expected a signed checkpoint, but the text is none.";
        var (checkpoint, before) = (signed.Checkpoint, _last);
        (_last, Newest) = (signed, checkpoint);
        All.Add(checkpoint);
        var number = checkpoint.Number.ToString(CultureInfo.InvariantCulture);
        if (keys.FirstOrDefault(key => key.Id == signed.KeyId) is not { } key) return $"Expected checkpoint {number} to be signed by a known key, but '{signed.KeyId}' is not among the public keys.";
        if (!key.Signed(signed)) return $"Expected checkpoint {number} to be what key '{signed.KeyId}' signed, but the signature belongs to another text.";
        if (_kept.TryGetValue(checkpoint.Number, out var copy) && copy != text) return $"Expected checkpoint {number} to be the one that was kept elsewhere, but it is another.";
        if (!isFromTheFirst) return null;
        if (checkpoint.Number != (before?.Checkpoint.Number ?? 0) + 1) return $"Expected checkpoint {(before?.Checkpoint.Number ?? 0) + 1}, but found {number}.";
        if (!checkpoint.Previous.AsSpan().SequenceEqual(before?.Digest ?? Checkpoint.None)) return $"Expected checkpoint {number} to name the one before, but it names another.";
        if (before is { Checkpoint: var earlier } && (earlier.Size > checkpoint.Size || earlier.At > checkpoint.At || earlier.Origin != checkpoint.Origin))
            return $"Expected checkpoint {number} to be later than the one before and of the same orchestrator, but it is not.";
        return null;
    }

    /// <summary>What is missing at the end: newer checkpoints that were kept elsewhere.</summary>
    public string? Cut() => kept.Count > 0 && kept.Max(checkpoint => checkpoint.Checkpoint.Number) is var newest && newest > (Newest?.Number ?? 0)
        ? $"Expected checkpoint {newest}, which was kept elsewhere, but the newest here is {Newest?.Number ?? 0}: an older state was restored, or the end was cut off."
        : null;
}
