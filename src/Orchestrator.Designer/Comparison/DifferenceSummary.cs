using Orchestrator.Designer.Texts;

namespace Orchestrator.Designer.Comparison;

/// <summary>A difference in one line, for change notes that nobody wrote.</summary>
internal static class DifferenceSummary
{
    private const int Named = 5;

    /// <summary>For example <c>added Register the birth; changed Wait, variables.RegisterNumber</c>.</summary>
    public static string Of(DefinitionDifference difference)
    {
        var parts = new List<string>();
        Add("changes.added", difference.Activities.Where(change => change.Kind == ChangeKind.Added).Select(change => change.Label));
        Add("changes.removed", difference.Activities.Where(change => change.Kind == ChangeKind.Removed).Select(change => change.Label));
        Add("changes.changed", [
            .. difference.Activities.Where(change => change.Kind == ChangeKind.Changed).Select(change => change.Label), .. difference.Members.Select(change => change.Name),
            .. difference.Connections.Select(change => $"{change.SourceLabel} → {change.TargetLabel}").Distinct(StringComparer.Ordinal),
        ]);
        return parts.Count == 0 ? DesignerTexts.Text("changes.none") : string.Join("; ", parts);

        void Add(string text, IEnumerable<string> names)
        {
            var all = names.ToArray();
            if (all.Length > 0) parts.Add(DesignerTexts.Format(text, string.Join(", ", all.Take(Named)) + (all.Length > Named ? $" (+{all.Length - Named})" : "")));
        }
    }
}
