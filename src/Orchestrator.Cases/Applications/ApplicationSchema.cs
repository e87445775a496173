using System.Collections.Frozen;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using Orchestrator.Cases.Intake;

namespace Orchestrator.Cases.Applications;

/// <summary>The schema of an application, ready to check bodies on any thread.</summary>
internal sealed class ApplicationSchema
{
    private static readonly JsonSerializerSettings Plain = new() { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal, MaxDepth = StrictJson.MaxDepth + 1 };

    private readonly JsonSchema _schema;
    private readonly JsonSchemaValidatorSettings _settings;

    private ApplicationSchema(JsonSchema schema, JsonElement json)
    {
        _schema = schema;
        Json = json;
        Sensitive = new SensitivePaths(json);
        _settings = new JsonSchemaValidatorSettings();
        foreach (var format in IdentifierFormats.All) _settings.AddCustomFormatValidator(format);
    }

    /// <summary>Formats that are enforced.</summary>
    public static FrozenSet<string> Formats { get; } =
        IdentifierFormats.All.Select(format => format.Format)
            .Concat(["date", "date-time", "time", "email", "uri", "uuid", "guid", "hostname", "ipv4", "ipv6", "byte", "base64", "time-span"])
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>As written.</summary>
    public JsonElement Json { get; }

    /// <summary>Which members are personal data.</summary>
    public SensitivePaths Sensitive { get; }

    /// <summary>Reads a schema.</summary>
    /// <returns>The schema, or null with what is wrong.</returns>
    public static async Task<(ApplicationSchema? Schema, IReadOnlyList<SchemaFault> Faults)> LoadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (!StrictJson.TryParse(file, out var json, out var malformed))
            return (null, [new SchemaFault("schema-form", "$" + malformed.Pointer.Replace('/', '.'), malformed.Message.En)]);
        var faults = SchemaKeywords.Check(json).ToList();
        if (faults.Count > 0) return (null, faults);
        try
        {
            return (new ApplicationSchema(await JsonSchema.FromJsonAsync(json.GetRawText(), cancellationToken), json), []);
        }
        catch (Exception broken) when (broken is Newtonsoft.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, [new SchemaFault("schema-form", "$", $"Expected a JSON Schema, but it cannot be read: {broken.Message}; correct it.")]);
        }
    }

    /// <summary>What is wrong with an application; empty when nothing is.</summary>
    public IReadOnlyList<ApplicationFault> Check(JsonElement application)
    {
        var token = JsonConvert.DeserializeObject<JToken>(application.GetRawText(), Plain)!;
        return [.. _schema.Validate(token, _settings).SelectMany(error => Faults(error, application)).DistinctBy(fault => (fault.Pointer, fault.Code))
            .OrderBy(fault => fault.Pointer, StringComparer.Ordinal)];
    }

    private static IEnumerable<ApplicationFault> Faults(ValidationError error, JsonElement application)
    {
        // Containers whose inner faults all count are shown by those; of alternatives nobody can say which one was meant.
        if (error is ChildSchemaValidationError { Kind: ValidationErrorKind.NotAllOf or ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid or ValidationErrorKind.AdditionalItemNotValid } all)
            return all.Errors.SelectMany(inner => inner.Value).SelectMany(inner => Faults(inner, application));
        var (code, detail) = error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => ("required", error.Property),
            ValidationErrorKind.NoAdditionalPropertiesAllowed => ("unknown-member", error.Property),
            _ when ErrorCodes.Of(error.Kind) == "format" => ("format", error.Schema?.Format),
            var kind => (ErrorCodes.Of(kind), null),
        };
        return [new ApplicationFault(JsonPointer.FromPath(error.Path ?? string.Empty, application), code, FaultTexts.Of(code, detail))];
    }
}
