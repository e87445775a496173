namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>Keeps templates from the parser that would exhaust its stack: it recurses once per open tag or bracket.</summary>
internal static class TemplateNesting
{
    public static bool IsTooDeep(ReadOnlySpan<char> source)
    {
        var tags = 0;
        var brackets = 0;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '{' when i + 1 < source.Length && source[i + 1] == '%':
                    // A closing tag makes it shallower; every other tag may open a block.
                    var name = source[(i + 2)..].TrimStart("- \t\r\n");
                    tags += name.StartsWith("end") ? -1 : Opens(name) ? 1 : 0;
                    break;
                case '(' or '[':
                    brackets++;
                    break;
                case ')' or ']':
                    brackets = Math.Max(0, brackets - 1);
                    break;
            }

            if (tags > ExpressionBounds.TemplateNesting || brackets > ExpressionBounds.TemplateNesting)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Opens(ReadOnlySpan<char> tag) =>
        tag.StartsWith("if") || tag.StartsWith("unless") || tag.StartsWith("case") || tag.StartsWith("for") || tag.StartsWith("tablerow") || tag.StartsWith("capture")
        || tag.StartsWith("comment") || tag.StartsWith("raw") || tag.StartsWith("macro") || tag.StartsWith("block") || tag.StartsWith("doc");
}
