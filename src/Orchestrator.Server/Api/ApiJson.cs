using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Orchestrator.Cases.Incidents;
using Orchestrator.Cases.Tasks;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Server.Api;

/// <summary>How values look in JSON.</summary>
internal static class ApiJson
{
    /// <summary>Types that are written as one text.</summary>
    public static IReadOnlyList<Type> TextTypes { get; } = [typeof(CaseId), typeof(TaskId), typeof(IncidentId)];

    /// <summary>Applies it. Vietnamese stays readable; enumerations are words.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new TextConverter<CaseId>(text => CaseId.TryParse(text, null, out var id) ? id : null));
        options.Converters.Add(new TextConverter<TaskId>(text => TaskId.TryParse(text, out var id) ? id : null));
        options.Converters.Add(new TextConverter<IncidentId>(text => IncidentId.TryParse(text, out var id) ? id : null));
        options.AllowDuplicateProperties = false;
    }

    private sealed class TextConverter<T>(Func<string?, T?> parse) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (reader.TokenType == JsonTokenType.String ? parse(reader.GetString()) : null) ?? throw new JsonException("The id is not one of ours.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
