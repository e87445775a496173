using System.Text;

namespace Orchestrator.Simulators.Mocks;

/// <summary>
/// Chance that a seed and a place decide: the value at one place of an answer stays the same whatever stands beside it, in every process and run.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="place">What is decided, for example an operation and a JSON pointer.</param>
internal readonly struct Dice(long seed, string place)
{
    private const ulong Offset = 14695981039346656037, Prime = 1099511628211;

    /// <summary>Dice for a place below.</summary>
    public Dice At(string name) => new(seed, $"{place}/{name}");

    /// <summary>Randomness of this place, the same each time it is asked for.</summary>
    public Random Random() => new(unchecked((int)Hash()));

    // FNV-1a; string.GetHashCode differs from process to process.
    private ulong Hash()
    {
        var hash = Offset ^ unchecked((ulong)seed * Prime);
        foreach (var value in Encoding.UTF8.GetBytes(place))
            hash = unchecked((hash ^ value) * Prime);
        return hash ^ (hash >> 32);
    }
}
