using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Orchestrator.Designer.ElsaApi;

/// <summary>How Elsa's clients read and write JSON: camel case matched exactly, enumerations as words, absent instead of null, keys of dictionaries as they are.</summary>
internal static class ElsaJson
{
    /// <summary>Content type of every answer.</summary>
    public const string ContentType = "application/json";

    /// <summary>Options for answers and request bodies.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        // Also for who asks for the contract of a type before anything was written.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        MaxDepth = 256,
        Converters = { new JsonStringEnumConverter() },
    };
}
