using System.Globalization;
using System.Text;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>Collects a template's output up to the bound.</summary>
internal sealed class BoundedWriter() : StringWriter(new StringBuilder(), CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        LiquidTime.CheckLength(GetStringBuilder().Length + 1L);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        LiquidTime.CheckLength(GetStringBuilder().Length + (long)count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        LiquidTime.CheckLength(GetStringBuilder().Length + (long)buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        LiquidTime.CheckLength(GetStringBuilder().Length + (long)(value?.Length ?? 0));
        base.Write(value);
    }
}
