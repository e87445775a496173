using Orchestrator.Workflows.Activities;
using Orchestrator.Workflows.Catalog;

namespace Orchestrator.Workflows.Tests.Catalog;

public sealed class ActivityCatalogTests
{
    [Fact]
    public void A_module_that_changes_is_read_again()
    {
        var module = new ChangingModule("Agency.One");
        var catalog = new ActivityCatalog([module]);
        module.Become("Agency.One", "Agency.Two");
        Assert.True(catalog.TryGet("Agency.Two", 1, out _));
        Assert.Equal(2, catalog.Entries.Count);
    }

    [Fact]
    public void A_change_that_makes_a_type_ambiguous_is_refused_and_leaves_the_catalog_as_it_was()
    {
        var module = new ChangingModule("Agency.One");
        var catalog = new ActivityCatalog([module]);
        Assert.Contains("Agency.Two", Assert.Throws<ArgumentException>(() => module.Become("Agency.Two", "Agency.Two")).Message, StringComparison.Ordinal);
        Assert.True(catalog.TryGet("Agency.One", 1, out _));
    }

    private sealed class ChangingModule(params string[] types) : IActivitySource
    {
        private string[] _types = types;

        public event Action? Changed;

        public void Become(params string[] types)
        {
            _types = types;
            Changed?.Invoke();
        }

        public IEnumerable<ActivityEntry> Load() =>
            _types.Select(type => new ActivityEntry(new ActivityDescriptor { TypeName = type, Category = "Agency", DisplayName = type }, new Nothing()));
    }

    private sealed class Nothing : ActivityBehaviour
    {
        public override void Execute(ActivityTurn turn) => turn.Complete();
    }
}
