using Orchestrator.Workflows.Catalog;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Http;

/// <summary>Descriptors of the activities about HTTP, in the words of Elsa.</summary>
internal static class HttpActivities
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];

    private static readonly string[] ContentTypes =
    [
        "", "application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml",
    ];

    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.HttpEndpoint", Category = "HTTP", DisplayName = "HTTP Endpoint", Kind = "Trigger", Description = "Waits for a request to a path.",
            Inputs =
            [
                Input("Path", "String", "Path behind the base path of workflows, with parameters like birth/{number}.").Required(),
                Input("SupportedMethods", "List<String>", "Methods that are accepted; GET when none is chosen.", "checklist"),
                Flag("Authorize", "Only requests of somebody who is signed in or has a key."),
                Input("Policy", "String", "The role that the sender must have."),
                Input("RequestTimeout", "TimeSpan", "How long the sender waits for an answer."),
                Input("RequestSizeLimit", "Int64", "Largest request in bytes."),
                Input("FileSizeLimit", "Int64", "Refused when set: files are sent as attachments first."),
                Input("AllowedFileExtensions", "List<String>", "Refused when set.", "multitext"),
                Input("BlockedFileExtensions", "List<String>", "Refused when set.", "multitext"),
                Input("AllowedMimeTypes", "List<String>", "Refused when set.", "multitext"),
                Flag("ExposeRequestTooLargeOutcome", "Whether a request that is too large takes a port of its own.").Plain(),
                Flag("ExposeFileTooLargeOutcome", "Refused when set.").Plain(),
                Flag("ExposeInvalidFileExtensionOutcome", "Refused when set.").Plain(),
                Flag("ExposeInvalidFileMimeTypeOutcome", "Refused when set.").Plain(),
            ],
            Outputs =
            [
                Output("ParsedContent", "Object", "The body: a JSON value, the fields of a form, or text."), Output("Files", "FormFile[]", "Always empty here."),
                Output("File", "FormFile", "Always empty here."), Output("RouteData", "ObjectDictionary", "Parameters of the path."),
                Output("QueryStringData", "ObjectDictionary", "Parameters behind the question mark."), Output("Headers", "ObjectDictionary", "Headers, without those that hold secrets."),
                Output("Result", "HttpRequest", "The request as one object."),
            ],
        }, new HttpEndpoint()),
        new(new()
        {
            TypeName = "Elsa.WriteHttpResponse", Category = "HTTP", DisplayName = "HTTP Response", Description = "Answers the request that the case received last.",
            Inputs =
            [
                Choice("StatusCode", "HttpStatusCode", "Status of the answer.", [.. Enum.GetNames<System.Net.HttpStatusCode>().Distinct()]).WithDefault("OK"),
                Input("Content", "Object", "Body of the answer."), Choice("ContentType", "String", "Type of the body.", ContentTypes),
                Input("ResponseHeaders", "HttpHeaders", "Headers of the answer.", "json-editor"),
            ],
        }, new WriteHttpResponse()),
        new(new()
        {
            TypeName = "Elsa.FlowSendHttpRequest", Category = "HTTP", DisplayName = "HTTP Request (flow)", Kind = "Task", Description = "Sends a request and takes the port of its status.",
            Inputs = [Input("ExpectedStatusCodes", "List<Int32>", "Statuses with a port of their own.", "multitext").WithDefault<int[]>([200]), .. Request],
            Outputs = Response, CustomProperties = Resilient,
        }, new FlowSendHttpRequest()),
        new(new()
        {
            TypeName = "Elsa.SendHttpRequest", Category = "HTTP", DisplayName = "HTTP Request", Kind = "Task", Description = "Sends a request and runs what is drawn for its status.",
            Ports = Slots("UnmatchedStatusCode", "FailedToConnect", "Timeout"),
            Inputs = [Input("ExpectedStatusCodes", "Object", "Statuses and what to run for each.", "http-status-codes").Plain(), .. Request],
            Outputs = Response, CustomProperties = Resilient,
        }, new SendHttpRequest()),
    ];

    private static System.Text.Json.JsonElement Resilient => Definitions.Json.Object(("Resilient", true), ("ResilienceCategory", "HTTP"));

    private static InputDescriptor[] Request =>
    [
        Input("Url", "String", "Where to; only hosts that configuration allows.").Required(), Choice("Method", "String", "Method.", Methods).WithDefault("GET"),
        Input("Content", "Object", "Body of the request."), Choice("ContentType", "String", "Type of the body.", ContentTypes),
        Input("Authorization", "String", "Value of the header Authorization.") with { IsSensitive = true },
        Flag("DisableAuthorizationHeaderValidation", "Kept for files that set it; the value is sent as it is."),
        Input("RequestHeaders", "HttpHeaders", "Further headers.", "json-editor"), Flag("EnableResiliency", "Kept for files that set it; a request keeps its key over every try."),
    ];

    private static System.Collections.Immutable.ImmutableArray<OutputDescriptor> Response =>
    [
        Output("StatusCode", "Int32", "Status of the answer."), Output("ParsedContent", "Object", "Body of the answer: a JSON value or text."),
        Output("ResponseHeaders", "HttpHeaders", "Headers of the answer."), Output("Result", "HttpResponseMessage", "The answer as one object."),
    ];
}
