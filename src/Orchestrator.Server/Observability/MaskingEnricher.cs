using Serilog.Core;
using Serilog.Events;

namespace Orchestrator.Server.Observability;

/// <summary>Empties the properties of a log event that carry content, however deep they stand.</summary>
internal sealed class MaskingEnricher : ILogEventEnricher
{
    private static readonly ScalarValue Masked = new(PersonalData.Mask);

    /// <inheritdoc />
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToArray())
        {
            var shown = Show(name, value);
            if (!ReferenceEquals(shown, value))
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, shown));
        }
    }

    private static LogEventPropertyValue Show(string name, LogEventPropertyValue value) => value switch
    {
        _ when PersonalData.IsContent(name) => Masked,
        ScalarValue { Value: string text } when PersonalData.LooksLikeJson(text) => Masked,
        ScalarValue { Value: byte[] or System.Text.Json.JsonElement or System.Text.Json.JsonDocument or System.Text.Json.Nodes.JsonNode } => Masked,
        StructureValue structure => new StructureValue(
            structure.Properties.Select(property => new LogEventProperty(property.Name, Show(property.Name, property.Value))), structure.TypeTag),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(element => Show("", element))),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(element =>
            KeyValuePair.Create(element.Key, Show(element.Key.Value?.ToString() ?? "", element.Value)))),
        _ => value,
    };
}
