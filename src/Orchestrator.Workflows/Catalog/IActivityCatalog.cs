using System.Diagnostics.CodeAnalysis;
using Orchestrator.Workflows.Activities;

namespace Orchestrator.Workflows.Catalog;

/// <summary>A type of activity that can be drawn: what is seen of it and what it does.</summary>
public sealed record ActivityEntry(ActivityDescriptor Descriptor, ActivityBehaviour Behaviour);

/// <summary>All activity types that can be drawn and run.</summary>
public interface IActivityCatalog
{
    /// <summary>Every entry, newest version of a type last.</summary>
    IReadOnlyCollection<ActivityEntry> Entries { get; }

    /// <summary>Finds one type and version.</summary>
    bool TryGet(string typeName, int version, [NotNullWhen(true)] out ActivityEntry? entry);
}

/// <summary>A module that adds activity types (agencies' operations, case activities).</summary>
public interface IActivitySource
{
    /// <summary>Raised after what <see cref="Load"/> gives has changed; a module whose types never change need not have it.</summary>
    event Action Changed
    {
        add { }
        remove { }
    }

    /// <summary>The entries it adds.</summary>
    IEnumerable<ActivityEntry> Load();
}
