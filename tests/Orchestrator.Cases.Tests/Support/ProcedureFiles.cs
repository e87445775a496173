namespace Orchestrator.Cases.Tests;

/// <summary>A folder of workflows with the procedures that the tests need, and the repository's calendar.</summary>
internal static class ProcedureFiles
{
    public const string Quick = "2.000001", Supplement = "2.000002", Split = "2.000003";

    private const string Schema = """
        {
          "type": "object",
          "required": ["requester"],
          "additionalProperties": false,
          "properties": {
            "requester": {
              "type": "object",
              "required": ["fullName"],
              "additionalProperties": false,
              "properties": {
                "fullName": { "type": "string", "minLength": 1, "x-sensitive": true },
                "personalId": { "type": "string", "format": "personal-id", "x-sensitive": true }
              }
            },
            "scan": { "type": "string", "format": "attachment", "x-attachment": { "types": ["application/pdf"], "maxBytes": 100 } },
            "others": { "type": "array", "items": { "$ref": "#/definitions/other" } },
            "copies": { "type": "integer", "minimum": 0, "maximum": 20 },
            "locality": { "type": "string" },
            "portalNumber": { "type": "string" }
          },
          "definitions": { "other": { "type": "object", "properties": { "file": { "type": "string", "format": "attachment", "x-attachment": { "types": ["image/*"] } } } } }
        }
        """;

    public static void Write(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "calendars"));
        File.Copy(Path.Combine(Repository.Root, "workflows", "calendars", "vn.json"), Path.Combine(root, "calendars", "vn.json"));
        Procedure(root, "quick", Quick, "G22.99.91", QuickFlow());
        Procedure(root, "supplement", Supplement, "G22.99.92", SupplementFlow());
        Procedure(root, "split", Split, "G22.99.93", SplitFlow(), """["00001"]""");
    }

    public static void Procedure(string root, string name, string code, string prefix, Drawing flow, string localities = """["*"]""", string? schema = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "procedures", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "workflow.json"), flow.ToJson());
        File.WriteAllText(Path.Combine(folder, "application.schema.json"), schema ?? Schema);
        File.WriteAllText(Path.Combine(folder, "procedure.json"), $$"""
            {
              "code": "{{code}}", "name": { "vi": "Thủ tục {{name}}", "en": "Procedure {{name}}" }, "group": { "vi": "Thử", "en": "Test" },
              "definitionId": "{{name}}", "number": { "prefix": "{{prefix}}" }, "localities": {{localities}},
              "successors": [{ "code": "3{{code[1..]}}", "validFrom": "2026-01-01" }],
              "limits": [{ "workingDays": 3, "extendedWorkingDays": 5, "validFrom": "2024-07-01", "legalBasis": "Article 1" }],
              "cutOff": { "time": "15:00", "legalBasis": "Article 2" },
              "parts": [{ "key": "registration", "name": { "vi": "Đăng ký", "en": "Registration" }, "agency": "justice", "workingDays": 1 }]
            }
            """);
    }

    /// <summary>Received, waits for the signal "go" of the agency justice, then result and return.</summary>
    private static Drawing QuickFlow() => new Drawing("quick")
        .Activity("Start", "Elsa.Start")
        .Activity("Receive", "Case.SetStatus", ("status", "received"))
        .Activity("Agency", "Case.WaitForSignal", ("signal", "go"), ("holder", "justice"), ("reason", "Chờ cơ quan"))
        .Activity("Record", "Case.RecordResult", ("part", "registration"), ("outcome", "granted"), ("data", "js:({ registerNumber: '12', personalId: '001099000001' })"))
        .Activity("Result", "Case.SetStatus", ("status", "result"))
        .Activity("Return", "Case.SetStatus", ("status", "returned"))
        .Activity("End", "Elsa.End")
        .Connect("Start", "Receive", "Agency:Received", "Record", "Result", "Return", "End");

    /// <summary>Asks for a supplement; with it an officer decides, without it the case is refused.</summary>
    private static Drawing SupplementFlow() => new Drawing("supplement")
        .Activity("Start", "Elsa.Start")
        .Activity("Receive", "Case.SetStatus", ("status", "received"))
        .Activity("Ask", "Case.RequestSupplement", ("agency", "justice"), ("reasons", "js:['Giấy chứng sinh', 'Ảnh']"))
        .Activity("Check", "Elsa.RunTask", ("taskName", "Check"), ("payload",
            "js:({ title: { vi: 'Kiểm tra', en: 'Check' }, role: 'officer', agency: 'justice', options: [{ value: 'good', label: { vi: 'Đạt', en: 'Good' } }, 'bad'] })"))
        .Activity("Extend", "Case.ExtendPromise", ("reason", "Cần xác minh"))
        .Activity("Result", "Case.SetStatus", ("status", "result"))
        .Activity("Return", "Case.SetStatus", ("status", "returned"))
        .Activity("Refuse", "Case.SetStatus", ("status", "refused"), ("reason", "Quá hạn bổ sung"))
        .Activity("End", "Elsa.End")
        .Connect("Start", "Receive", "Ask:Supplied", "Check", "Extend", "Result", "Return", "End")
        .Connect("Ask:Expired", "Refuse");

    /// <summary>Two agencies ask for supplements side by side, and a consent is waited for.</summary>
    private static Drawing SplitFlow() => new Drawing("split")
        .Activity("Start", "Elsa.Start")
        .Activity("Receive", "Case.SetStatus", ("status", "received"))
        .Activity("Fork", "Elsa.FlowFork", ("branches", "js:['A', 'B']"))
        .Activity("AskA", "Case.RequestSupplement", ("agency", "justice"))
        .Activity("AskB", "Case.RequestSupplement", ("agency", "public-security"))
        .Activity("Join", "Elsa.FlowJoin", ("mode", "WaitAll"))
        .Activity("Consent", "Case.AwaitConsent", ("from", "Nguyễn Văn A"))
        .Activity("Wrong", "Case.SetStatus", ("status", "js:'no-such-status'"))
        .Activity("Refuse", "Case.SetStatus", ("status", "refused"))
        .Connect("Start", "Receive", "Fork:A", "AskA:Supplied", "Join", "Consent:Granted", "Wrong")
        .Connect("Fork:B", "AskB:Supplied", "Join")
        .Connect("Consent:Declined", "Refuse");
}
