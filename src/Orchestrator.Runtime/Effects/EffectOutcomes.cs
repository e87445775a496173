using Orchestrator.Runtime.Running;

namespace Orchestrator.Runtime.Effects;

internal static class EffectOutcomes
{
    /// <summary>Lets the dispatcher try the effect again when a command could not be carried out. A refusal means that it was carried out before, or is no longer wanted.</summary>
    public static void OrThrow(this CommandOutcome outcome)
    {
        if (outcome is CommandOutcome.Unavailable unavailable) throw new IOException(unavailable.Message);
    }
}
