using System.Globalization;
using System.Text;
using System.Xml;

namespace Orchestrator.Audit.Exports;

/// <summary>XES (IEEE 1849-2016): a trace per case, an event per entry, with the standard extensions concept, lifecycle, organizational and time.</summary>
internal sealed class XesWriter(Stream output, string origin) : IEventLogWriter
{
    private const string Namespace = "http://www.xes-standard.org/";
    private const int FlushEvery = 200;

    private static readonly (string Name, string Prefix)[] Extensions =
        [("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time")];

    private readonly XmlWriter _xml = XmlWriter.Create(output, new XmlWriterSettings { Async = true, CloseOutput = false, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
    private bool _isInTrace;
    private int _events;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _xml.WriteStartDocumentAsync();
        Start("log");
        _xml.WriteAttributeString("xes.version", "1849.2016");
        _xml.WriteAttributeString("xes.features", "");
        foreach (var (name, prefix) in Extensions)
        {
            Start("extension");
            _xml.WriteAttributeString("name", name);
            _xml.WriteAttributeString("prefix", prefix);
            _xml.WriteAttributeString("uri", $"{Namespace}{prefix}.xesext");
            _xml.WriteEndElement();
        }

        Global("trace", ("string", "concept:name", "unknown"));
        Global("event", ("string", "concept:name", "unknown"), ("date", "time:timestamp", "1970-01-01T00:00:00.000000+00:00"), ("string", "lifecycle:transition", "unknown"), ("string", "org:resource", "unknown"));
        Start("classifier");
        _xml.WriteAttributeString("name", "Activity");
        _xml.WriteAttributeString("scope", "event");
        _xml.WriteAttributeString("keys", "concept:name lifecycle:transition");
        _xml.WriteEndElement();
        Attribute("string", "concept:name", origin);
        Attribute("string", "lifecycle:model", "standard");
    }

    public ValueTask CaseAsync(TracedCase traced, CancellationToken cancellationToken)
    {
        EndTrace();
        Start("trace");
        _isInTrace = true;
        Attribute("string", "concept:name", traced.Name);
        Attribute("id", "case", traced.CaseId.Value.ToString("D"));
        Attribute("string", "definition", traced.Definition);
        Attribute("string", "procedure", traced.Procedure);
        Attribute("string", "locality", traced.Locality);
        return ValueTask.CompletedTask;
    }

    public ValueTask EventAsync(TracedCase traced, TraceEvent told, CancellationToken cancellationToken)
    {
        Start("event");
        Attribute("string", "concept:name", told.Activity ?? told.Kind);
        Attribute("date", "time:timestamp", told.Time);
        Attribute("string", "lifecycle:transition", told.Transition);
        Attribute("string", "org:resource", told.Actor);
        Attribute("string", "org:group", told.Agency);
        Attribute("string", "kind", told.Kind);
        Attribute("int", "sequence", told.Sequence.ToString(CultureInfo.InvariantCulture));
        Attribute("string", "concept:instance", told.ExecutionId?.ToString(CultureInfo.InvariantCulture));
        Attribute("string", "task", told.Task);
        Attribute("string", "document", told.Document);
        Attribute("string", "outcome", told.Outcome);
        Attribute("int", "httpStatus", told.Status?.ToString(CultureInfo.InvariantCulture));
        Attribute("int", "durationMs", told.DurationMs?.ToString(CultureInfo.InvariantCulture));
        _xml.WriteEndElement();
        return ++_events % FlushEvery == 0 ? new ValueTask(_xml.FlushAsync()) : ValueTask.CompletedTask;
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        EndTrace();
        _xml.WriteEndElement();
        await _xml.WriteEndDocumentAsync();
        await _xml.FlushAsync();
    }

    public ValueTask DisposeAsync() => _xml.DisposeAsync();

    private void EndTrace()
    {
        if (_isInTrace) _xml.WriteEndElement();
        _isInTrace = false;
    }

    private void Start(string element) => _xml.WriteStartElement(element, Namespace);

    private void Global(string scope, params (string Type, string Key, string Value)[] attributes)
    {
        Start("global");
        _xml.WriteAttributeString("scope", scope);
        foreach (var (type, key, value) in attributes) Attribute(type, key, value);
        _xml.WriteEndElement();
    }

    private void Attribute(string type, string key, string? value)
    {
        if (value is null) return;
        Start(type);
        _xml.WriteAttributeString("key", key);
        _xml.WriteAttributeString("value", Readable(value));
        _xml.WriteEndElement();
    }

    /// <summary>XML knows no control characters, not even escaped.</summary>
    private static string Readable(string value) => IsReadable(value) ? value : string.Concat(value.Select(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) ? letter : '\uFFFD'));

    private static bool IsReadable(string value)
    {
        foreach (var letter in value)
        {
            if (!XmlConvert.IsXmlChar(letter)) return false;
        }

        return true;
    }
}
