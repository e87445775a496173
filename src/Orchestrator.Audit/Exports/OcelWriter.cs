using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Audit.Exports;

/// <summary>
/// OCEL 2.0 in JSON: an event per entry; the objects are cases, persons under pseudonyms, agencies, documents (results of a procedure) and tasks. Events are
/// written as they come and objects beside them into a file, which follows; only the names of event types, of which definitions have few, are kept in memory.
/// </summary>
internal sealed class OcelWriter(Stream output) : IEventLogWriter
{
    private const int FlushAt = 64 * 1024;
    private const string Case = "case", Person = "person", Agency = "agency", Document = "document", Task = "task";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Type, string[] Attributes)[] ObjectTypes =
        [(Case, ["number", "definition", "procedure", "locality"]), (Person, []), (Agency, []), (Document, ["outcome"]), (Task, [])];

    private static readonly (string Name, string Type)[] EventAttributes =
    [
        ("kind", "string"), ("actor", "string"), ("sequence", "integer"), ("activity", "string"), ("transition", "string"), ("outcome", "string"), ("httpStatus", "integer"),
        ("durationMs", "integer"), ("hash", "string"),
    ];

    private readonly ArrayBufferWriter<byte> _events = new(2 * FlushAt);
    private readonly ObjectSpool _objects = new();
    private readonly SortedSet<string> _eventTypes = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Qualifier)> _owned = [];
    private readonly Dictionary<string, string?> _documents = new(StringComparer.Ordinal);
    private Utf8JsonWriter? _json;
    private TracedCase? _current;
    private DateTimeOffset _startedAt, _latest;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _json = new Utf8JsonWriter(_events, Options);
        _json.WriteStartObject();
        _json.WriteStartArray("objectTypes");
        foreach (var (type, attributes) in ObjectTypes) Type(type, attributes.Select(attribute => (attribute, "string")));
        _json.WriteEndArray();
        _json.WriteStartArray("events");
        await FlushAsync(0, cancellationToken);
    }

    public ValueTask CaseAsync(TracedCase traced, CancellationToken cancellationToken)
    {
        EndCase();
        _current = traced;
        _owned.Clear();
        _documents.Clear();
        foreach (var person in traced.Persons)
        {
            var id = $"{Person}:{person.Pseudonym}";
            _owned.Add((id, person.Role));
            _objects.AddOnce(id, Person);
        }

        _startedAt = DateTimeOffset.MinValue;
        return ValueTask.CompletedTask;
    }

    public ValueTask EventAsync(TracedCase traced, TraceEvent told, CancellationToken cancellationToken)
    {
        if (_startedAt == DateTimeOffset.MinValue) _startedAt = told.At;
        _latest = told.At;
        var type = told.Activity is { } activity && told.Kind.StartsWith("Activity", StringComparison.Ordinal) ? $"{activity} · {told.Transition}" : told.Kind;
        _eventTypes.Add(type);
        var json = _json!;
        json.WriteStartObject();
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{traced.CaseId}-{told.Sequence}"));
        json.WriteString("type", type);
        json.WriteString("time", told.At);
        json.WriteStartArray("attributes");
        Attribute("kind", told.Kind);
        Attribute("actor", told.Actor);
        Attribute("sequence", told.Sequence);
        Attribute("activity", told.Activity);
        Attribute("transition", told.Transition);
        Attribute("outcome", told.Outcome);
        Attribute("httpStatus", told.Status);
        Attribute("durationMs", told.DurationMs);
        Attribute("hash", told.Hash);
        json.WriteEndArray();
        json.WriteStartArray("relationships");
        Relation($"{Case}:{traced.CaseId}", Case);
        if (told.Agency is { } agency)
        {
            _objects.AddOnce($"{Agency}:{agency}", Agency);
            Relation($"{Agency}:{agency}", Agency);
        }

        if (told.Task is { } task) Relation(Own($"{Task}:{traced.CaseId}.{task}", Task, null), Task);
        if (told.Document is { } document) Relation(Own($"{Document}:{traced.CaseId}.{document}", Document, told.Outcome), document);

        // Who is named in an application belongs to the event that brings it.
        if (told.Sequence == 1)
        {
            foreach (var person in traced.Persons) Relation($"{Person}:{person.Pseudonym}", person.Role);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return FlushAsync(FlushAt, cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        EndCase();
        var json = _json!;
        json.WriteEndArray();
        json.WriteStartArray("eventTypes");
        foreach (var type in _eventTypes) Type(type, EventAttributes);
        json.WriteEndArray();
        json.WriteStartArray("objects");
        await FlushAsync(0, cancellationToken);
        await foreach (var written in _objects.ReadAsync(cancellationToken))
        {
            json.WriteRawValue(written, skipInputValidation: true);
            await FlushAsync(FlushAt, cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await FlushAsync(0, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_json is not null) await _json.DisposeAsync();
        await _objects.DisposeAsync();
    }

    /// <summary>An object that belongs to the case alone; written when the case ends, with its newest outcome.</summary>
    private string Own(string id, string qualifier, string? outcome)
    {
        if (!_owned.Contains((id, qualifier))) _owned.Add((id, qualifier));
        if (qualifier == Document) _documents[id] = outcome;
        return id;
    }

    private void EndCase()
    {
        if (_current is not { } traced) return;
        _objects.Add(json =>
        {
            json.WriteString("id", $"{Case}:{traced.CaseId}");
            json.WriteString("type", Case);
            json.WriteStartArray("attributes");
            foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("number", traced.Number), ("definition", traced.Definition), ("procedure", traced.Procedure), ("locality", traced.Locality)])
                ObjectAttribute(json, name, value, _startedAt);
            json.WriteEndArray();
            json.WriteStartArray("relationships");
            foreach (var (id, qualifier) in _owned) Relation(json, id, qualifier);
            json.WriteEndArray();
        });
        foreach (var (id, qualifier) in _owned.Where(owned => owned.Qualifier is Task or Document))
        {
            _objects.Add(json =>
            {
                json.WriteString("id", id);
                json.WriteString("type", qualifier);
                json.WriteStartArray("attributes");
                if (qualifier == Document) ObjectAttribute(json, "outcome", _documents.GetValueOrDefault(id), _latest);
                json.WriteEndArray();
                json.WriteStartArray("relationships");
                json.WriteEndArray();
            });
        }

        _current = null;
    }

    private void Type(string name, IEnumerable<(string Name, string Type)> attributes)
    {
        _json!.WriteStartObject();
        _json.WriteString("name", name);
        _json.WriteStartArray("attributes");
        foreach (var (attribute, type) in attributes)
        {
            _json.WriteStartObject();
            _json.WriteString("name", attribute);
            _json.WriteString("type", type);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Attribute(string name, string? value)
    {
        if (value is null) return;
        _json!.WriteStartObject();
        _json.WriteString("name", name);
        _json.WriteString("value", value);
        _json.WriteEndObject();
    }

    /// <summary>The published schema has every value as a text; the event type says what it is.</summary>
    private void Attribute(string name, long? value) => Attribute(name, value?.ToString(CultureInfo.InvariantCulture));

    private void Relation(string id, string qualifier) => Relation(_json!, id, qualifier);

    private static void Relation(Utf8JsonWriter json, string id, string qualifier)
    {
        json.WriteStartObject();
        json.WriteString("objectId", id);
        json.WriteString("qualifier", qualifier);
        json.WriteEndObject();
    }

    private static void ObjectAttribute(Utf8JsonWriter json, string name, string? value, DateTimeOffset since)
    {
        if (value is null) return;
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("time", since);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private async ValueTask FlushAsync(int from, CancellationToken cancellationToken)
    {
        if (from > 0 && _events.WrittenCount + _json!.BytesPending < from) return;
        _json!.Flush();
        await output.WriteAsync(_events.WrittenMemory, cancellationToken);
        _events.ResetWrittenCount();
    }
}
