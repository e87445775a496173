using System.Collections.Immutable;

namespace Orchestrator.Agencies.Documents;

/// <summary>The operations of a document while it is read; each that can't be mapped becomes a fault and leaves the others.</summary>
internal sealed class OperationList(string source, ImmutableArray<DocumentFault>.Builder faults)
{
    private readonly List<AgencyOperation> _operations = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Add(OperationSource operation)
    {
        try
        {
            var read = OperationReader.Read(operation);
            if (!_names.Add(PascalName.Of(read.Id)))
                throw operation.NotMapped($"Expected one operation of the name {read.Id}, but there are two; rename one.");
            _operations.Add(read);
        }
        catch (DocumentFormatException problem)
        {
            faults.Add(new DocumentFault(problem.Code, source, problem.Path, operation.Name, problem.Message));
        }
    }

    /// <summary>
    /// The operations tied together. A link to one that is not there, or could not be mapped, would lead nowhere; leaving out one operation may cut the
    /// link of another.
    /// </summary>
    public ImmutableArray<AgencyOperation> Linked()
    {
        ImmutableArray<AgencyOperation> left = [.. _operations];
        while (true)
        {
            var linked = ImmutableArray.CreateBuilder<AgencyOperation>();
            var cut = new HashSet<string>(StringComparer.Ordinal);
            var byId = left.ToDictionary(operation => operation.Id, StringComparer.Ordinal);
            foreach (var operation in left)
            {
                try
                {
                    linked.Add(OperationLinks.Link(operation, byId, OperationSource.PathOf(operation.Path, operation.Method)));
                }
                catch (DocumentFormatException problem)
                {
                    cut.Add(operation.Id);
                    faults.Add(new DocumentFault(problem.Code, source, problem.Path, operation.Id, problem.Message));
                }
            }

            if (cut.Count == 0)
                return linked.ToImmutable();
            left = left.RemoveAll(operation => cut.Contains(operation.Id));
        }
    }
}
