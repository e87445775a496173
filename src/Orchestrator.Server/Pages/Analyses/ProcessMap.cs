using Orchestrator.Audit.Analyses;
using Orchestrator.Designer.Diagrams;

namespace Orchestrator.Server.Pages.Analyses;

/// <summary>Discovered steps and arcs as a picture: a column per place in the order of the cases, the most frequent steps on top. Pure.</summary>
internal static class ProcessMap
{
    private const double Width = 220, Height = 70, Across = 360, Down = 120;

    /// <summary>The picture.</summary>
    /// <param name="analysis">What was discovered.</param>
    /// <param name="arcText">What is written on an arc.</param>
    public static Diagram Of(ProcessAnalysis analysis, Func<ArcFigures, string> arcText)
    {
        var columns = analysis.Steps.GroupBy(step => (int)Math.Round(step.Rank)).OrderBy(column => column.Key).ToList();
        var nodes = new Dictionary<string, DiagramNode>(StringComparer.Ordinal);
        for (var column = 0; column < columns.Count; column++)
        {
            var row = 0;
            foreach (var step in columns[column].OrderByDescending(step => step.Runs))
                nodes[step.ActivityId] = new DiagramNode(step.ActivityId, step.ActivityId, step.Name, "", column * Across, row++ * Down, Width, Height);
        }

        var edges = new List<DiagramEdge>();
        foreach (var leaving in analysis.Arcs.Where(arc => nodes.ContainsKey(arc.From) && nodes.ContainsKey(arc.To)).GroupBy(arc => arc.From))
        {
            var (from, place, count) = (nodes[leaving.Key], 0, leaving.Count());
            foreach (var arc in leaving)
            {
                var start = new DiagramPoint(from.X + from.Width, from.Y + (from.Height * ++place / (count + 1)));
                edges.Add(new DiagramEdge(arc.From, arcText(arc), arc.To, [start, nodes[arc.To].LeftSide]));
            }
        }

        if (nodes.Count == 0) return new Diagram([], edges, 0, 0, Width, Height);
        var margin = Down / 2;
        return new Diagram([.. nodes.Values], edges, -margin, -margin, nodes.Values.Max(node => node.X + Width) + (2 * margin), nodes.Values.Max(node => node.Y + Height) + (2 * margin));
    }
}
