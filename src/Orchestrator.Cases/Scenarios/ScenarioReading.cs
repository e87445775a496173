using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Cases.Scenarios;

/// <summary>What reading a scenario came to.</summary>
public abstract record ScenarioReading
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private ScenarioReading() { }

    /// <summary>Reads a scenario file.</summary>
    public static ScenarioReading Of(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Scenario>(json, _json) is { } scenario ? new Good(scenario) : new Bad("$", "Expected a scenario, but found null; write an object.");
        }
        catch (JsonException broken)
        {
            return new Bad(broken.Path ?? "$", $"Expected a scenario, but {broken.Message.TrimEnd('.')}; correct the file.");
        }
    }

    /// <summary>It can be played.</summary>
    public sealed record Good(Scenario Scenario) : ScenarioReading;

    /// <summary>It is no scenario.</summary>
    /// <param name="Path">JSON path to the spot.</param>
    /// <param name="Message">"Expected …, but …; do …".</param>
    public sealed record Bad(string Path, string Message) : ScenarioReading;
}
