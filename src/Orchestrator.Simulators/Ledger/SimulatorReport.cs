namespace Orchestrator.Simulators.Ledger;

/// <summary>What the stand-in agencies did.</summary>
/// <param name="Registrations">How many registrations were made, all operations together.</param>
/// <param name="Doubles">Things that were asked for twice under different idempotency keys; empty when effects happen exactly once.</param>
/// <param name="Requests">Requests received by <c>agency/operation</c>, repetitions included.</param>
/// <param name="PendingCallbacks">Callbacks not yet delivered.</param>
public sealed record SimulatorReport(
    int Registrations, IReadOnlyList<DoubleRegistration> Doubles, IReadOnlyDictionary<string, int> Requests, int PendingCallbacks);

/// <summary>One thing registered more than once.</summary>
/// <param name="Agency">Agency code.</param>
/// <param name="Operation">Operation id.</param>
/// <param name="Identity">What it was registered for; a hash where that would name a person.</param>
/// <param name="Keys">The different idempotency keys, oldest first.</param>
public sealed record DoubleRegistration(string Agency, string Operation, string Identity, IReadOnlyList<string> Keys);
