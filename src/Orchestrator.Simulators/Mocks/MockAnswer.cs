using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Simulators.Mocks;

/// <summary>What a made-up agency says to one request.</summary>
/// <param name="Status">HTTP status; null when it comes by callback.</param>
/// <param name="Body">JSON body, or null for none.</param>
/// <param name="Class">What the document's reply rules make of it.</param>
/// <param name="Outcome">The port that an activity takes with it, or null when it is not final.</param>
/// <param name="Outputs">The activity's outputs by name, a JSON object.</param>
public sealed record MockAnswer(int? Status, JsonNode? Body, ReplyClass Class, string? Outcome, JsonElement Outputs);
