namespace Orchestrator.Simulators.Faults;

/// <summary>The faults that are switched on, in the order they were. Safe for concurrent use.</summary>
internal sealed class FaultBoard(SimulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private readonly Random _chance = new(options.Seed);

    /// <summary>Switches a fault on.</summary>
    public void Add(Fault fault)
    {
        lock (_gate)
            _faults.Add(fault);
    }

    /// <summary>Switches all faults off.</summary>
    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }

    /// <summary>The faults that are on.</summary>
    public IReadOnlyList<Fault> List()
    {
        lock (_gate)
            return [.. _faults];
    }

    /// <summary>The faults that strike this request; one with a count is used up by it.</summary>
    public IReadOnlyList<Fault> Strike(string agency, string operation)
    {
        lock (_gate)
        {
            List<Fault> struck = [];
            for (var i = 0; i < _faults.Count; i++)
            {
                var fault = _faults[i];
                if (!fault.Concerns(agency, operation) || struck.Exists(other => other.Kind == fault.Kind) || _chance.NextDouble() >= fault.Probability)
                    continue;
                struck.Add(fault);
                if (fault.Count is { } count)
                    _faults[i] = fault with { Count = count - 1 };
            }

            _faults.RemoveAll(fault => fault.Count <= 0);
            return struck;
        }
    }
}
