using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Ministry;

/// <summary>The files that a ministry nobody has heard of brings: its OpenAPI document and a procedure that is drawn with it. No code.</summary>
internal static class MinistryFiles
{
    public const string Procedure = "9.000001";

    /// <summary>Writes a whole workflows folder and gives the path of the ministry's document.</summary>
    public static string Write(string root, Uri ministry)
    {
        Directory.CreateDirectory(Path.Combine(root, "calendars"));
        File.Copy(Path.Combine(Repository.Workflows, "calendars", "vn.json"), Path.Combine(root, "calendars", "vn.json"));
        var agency = Directory.CreateDirectory(Path.Combine(root, "agencies", "deep-sea-fishing")).FullName;
        var document = Path.Combine(agency, "openapi.yaml");
        File.WriteAllText(document, Document.Replace("SERVER", new Uri(ministry, "/fishing/v1").ToString(), StringComparison.Ordinal));
        var procedure = Directory.CreateDirectory(Path.Combine(root, "procedures", "boat-licence")).FullName;
        File.WriteAllText(Path.Combine(procedure, "application.schema.json"), Schema);
        File.WriteAllText(Path.Combine(procedure, "procedure.json"), Description);
        File.WriteAllText(Path.Combine(procedure, "workflow.json"), Workflow());
        return document;
    }

    public static JsonObject Application(string owner) => new()
    {
        ["boat"] = new JsonObject { ["mark"] = "HP-90123-TS", ["lengthMetres"] = 17.5 },
        ["owner"] = new JsonObject { ["fullName"] = owner },
    };

    private const string Document = """
        openapi: 3.1.0
        info: { title: Deep-sea fishing, version: 1.0.0, x-agency: { code: deep-sea-fishing, name: { vi: "Nghề cá xa bờ", en: "Deep-sea fishing" } } }
        servers: [ { url: 'SERVER' } ]
        paths:
          /boats/{mark}:
            get:
              operationId: FindBoat
              x-name: { vi: "Tra cứu tàu cá", en: "Look the boat up" }
              x-reply-classes:
                - { status: 404, class: done, outcome: NotFound }
                - { status: 200, class: done, outcome: Found }
              parameters: [ { name: mark, in: path, required: true, schema: { type: string, pattern: '^[A-Z]{2}-[0-9]{5}-TS$' } } ]
              responses:
                '200': { description: The boat, content: { application/json: { schema: { type: object, required: [mark, horsePower], properties: { mark: { type: string }, horsePower: { type: integer, minimum: 90, maximum: 900 } } } } } }
                '404': { description: Unknown }
          /licences:
            post:
              operationId: IssueLicence
              x-name: { vi: "Cấp giấy phép khai thác", en: "Issue the licence" }
              x-idempotency: { header: Idempotency-Key }
              x-callback-url: { field: answerTo }
              x-deadline: P10D
              x-reply-classes:
                - { status: 202, class: accepted }
                - { pointer: /decision/kind, equals: granted, class: done, outcome: Granted }
                - { pointer: /decision/kind, equals: denied, class: done, outcome: Denied }
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      type: object
                      required: [dossierNumber, boat, horsePower, owner, answerTo]
                      properties:
                        dossierNumber: { type: string, pattern: '^G22\.99\.97-[0-9]{6}-[0-9]{4}$' }
                        boat: { type: object, required: [mark], properties: { mark: { type: string } } }
                        horsePower: { type: integer, minimum: 90 }
                        owner: { type: object, x-sensitive: true, required: [fullName], properties: { fullName: { type: string, minLength: 2 } } }
                        answerTo: { type: string, format: uri }
              responses:
                '202': { description: Later, content: { application/json: { schema: { type: object, properties: { ticket: { type: string } } } } } }
              callbacks:
                answer:
                  '{$request.body#/answerTo}':
                    post:
                      requestBody:
                        content:
                          application/json:
                            schema:
                              type: object
                              required: [decision, licenceNumber]
                              properties:
                                decision: { type: object, required: [kind], properties: { kind: { type: string, enum: [granted, denied] } } }
                                licenceNumber: { type: string, pattern: '^KT-[0-9]{6}$' }
                      responses: { '200': { description: Taken } }
        """;

    private const string Schema = """
        {
          "type": "object", "required": ["boat", "owner"], "additionalProperties": false,
          "properties": {
            "boat": { "type": "object", "required": ["mark"], "additionalProperties": false, "properties": { "mark": { "type": "string", "minLength": 1 }, "lengthMetres": { "type": "number", "minimum": 1 } } },
            "owner": { "type": "object", "required": ["fullName"], "additionalProperties": false, "properties": { "fullName": { "type": "string", "minLength": 2, "x-sensitive": true } } }
          }
        }
        """;

    private const string Description = """
        {
          "code": "9.000001", "name": { "vi": "Cấp giấy phép khai thác xa bờ", "en": "Licence for deep-sea fishing" }, "group": { "vi": "Thủy sản", "en": "Fisheries" },
          "definitionId": "boat-licence", "number": { "prefix": "G22.99.97" }, "localities": ["*"],
          "limits": [{ "workingDays": 5, "validFrom": "2026-01-01", "legalBasis": "Article 1" }],
          "parts": [{ "key": "licence", "name": { "vi": "Giấy phép", "en": "Licence" }, "agency": "deep-sea-fishing", "workingDays": 5 }]
        }
        """;

    private static string Workflow()
    {
        var activities = new JsonArray();
        var connections = new JsonArray();
        Add("Start", "Elsa.Start");
        Add("Receive", "Case.SetStatus", ("status", "received"));
        Add("FindBoat", "Agency.DeepSeaFishing.FindBoat", ("mark", "js:getInput('Application').boat.mark"));
        Add("IssueLicence", "Agency.DeepSeaFishing.IssueLicence", ("dossierNumber", "js:getInput('DossierNumber')"), ("boat", "js:({ mark: getInput('Application').boat.mark })"),
            ("horsePower", "js:getHorsePowerFromFindBoat()"), ("owner", "js:getInput('Application').owner"));
        Add("RecordGrant", "Case.RecordResult", ("part", "licence"), ("outcome", "granted"), ("data", "js:({ licenceNumber: getLicenceNumberFromIssueLicence() })"));
        Add("Result", "Case.SetStatus", ("status", "result"));
        Add("Return", "Case.SetStatus", ("status", "returned"));
        Add("RecordRefusal", "Case.RecordResult", ("part", "licence"), ("outcome", "refused"));
        Add("Refuse", "Case.SetStatus", ("status", "refused"), ("reason", "Không đủ điều kiện"));
        Add("End", "Elsa.End");
        Connect("Start:Done", "Receive", "Receive:Done", "FindBoat", "FindBoat:Found", "IssueLicence", "IssueLicence:Granted", "RecordGrant", "RecordGrant:Done", "Result",
            "Result:Done", "Return", "Return:Done", "End", "FindBoat:NotFound", "RecordRefusal", "IssueLicence:Denied", "RecordRefusal", "RecordRefusal:Done", "Refuse", "Refuse:Done", "End");
        return new JsonObject
        {
            ["id"] = "boat-licence-v1", ["definitionId"] = "boat-licence", ["name"] = "Giấy phép khai thác xa bờ", ["version"] = 1, ["isLatest"] = true, ["isPublished"] = true,
            ["inputs"] = new JsonArray(
                new JsonObject { ["type"] = "Object", ["name"] = "Application", ["displayName"] = "Application" },
                new JsonObject { ["type"] = "String", ["name"] = "DossierNumber", ["displayName"] = "DossierNumber" }),
            ["root"] = new JsonObject { ["id"] = "Root", ["nodeId"] = "Workflow1:Root", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = activities, ["connections"] = connections },
        }.ToJsonString();

        void Add(string id, string type, params (string Input, string Value)[] inputs)
        {
            var activity = new JsonObject { ["id"] = id, ["nodeId"] = $"Workflow1:Root:{id}", ["name"] = id, ["type"] = type, ["version"] = 1, ["metadata"] = new JsonObject { ["displayText"] = id } };
            foreach (var (input, value) in inputs)
            {
                var isScript = value.StartsWith("js:", StringComparison.Ordinal);
                activity[input] = JsonSerializer.SerializeToNode(new { typeName = "Object", expression = new { type = isScript ? "JavaScript" : "Literal", value = isScript ? value[3..] : value } });
            }

            activities.Add(activity);
        }

        void Connect(params string[] ends)
        {
            for (var index = 0; index < ends.Length; index += 2)
            {
                var source = ends[index].Split(':');
                connections.Add(JsonSerializer.SerializeToNode(new { source = new { activity = source[0], port = source[1] }, target = new { activity = ends[index + 1], port = "In" } }));
            }
        }
    }
}
