using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Orchestrator.Server.Access;
using Scalar.AspNetCore;

namespace Orchestrator.Server.Api;

/// <summary>The OpenAPI document, and the page to browse it.</summary>
internal static class ApiDocument
{
    private const string KeyScheme = "ApiKey";
    private const string DocumentName = "v1";

    /// <summary>Registers the document.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeDocument);
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeSchema);
    });

    /// <summary>
    /// Maps <c>/openapi/v1.json</c> and <c>/reference</c>, open to anyone: they describe the contract and hold no data. The page loads nothing from
    /// anywhere else: its script comes out of the package, and its content security policy would refuse the rest.
    /// </summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference("/reference", (options, context) =>
        {
            options.WithTitle("Orchestrator API").WithOpenApiRoutePattern("/openapi/{documentName}.json").AddDocument(DocumentName)
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().WithNonce();
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            context.Response.OnStarting(() =>
            {
                var script = context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce ? $"'self' 'nonce-{nonce}'" : "'self'";
                context.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src {script}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                    + "connect-src 'self'; worker-src 'self' blob:; form-action 'none'; base-uri 'self'; frame-ancestors 'none'";
                return Task.CompletedTask;
            });
        }).AllowAnonymous();
    }

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Orchestrator of interconnected public services",
            Version = DocumentName,
            Description = "Errors are problem details (RFC 9457) with a stable `code`, in Vietnamese or English by Accept-Language. "
                + "Times are RFC 3339 with offset. Lists are read page by page: `next` of one page is the `cursor` of the following.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyAuthentication.Header,
            Description = "A key that an administrator created. `Authorization: ApiKey …` and `Authorization: Bearer …` do as well.",
        };
        return Task.CompletedTask;
    }

    private static Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
        foreach (var status in metadata.OfType<PossibleProblems>().SelectMany(problems => problems.Kinds).GroupBy(kind => kind.Status))
        {
            if (operation.Responses?.TryGetValue(status.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response) == true)
                response.Description = "Problem: " + string.Join(", ", status.Select(kind => $"`{kind.Code}`").Distinct().Order(StringComparer.Ordinal));
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Name == "Idempotency-Key")
                parameter.Required = true;
        }

        if (metadata.OfType<RecordsReads>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = ReadRecorder.Header,
                In = ParameterLocation.Header,
                Description = "What the caller reads it for, percent-encoded UTF-8, at most 200 letters; kept in the read log. The query parameter `purpose` does as well.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        return Task.CompletedTask;
    }

    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (ApiJson.TextTypes.Contains(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type))
        {
            schema.Type = JsonSchemaType.String;
            schema.Properties = null;
            schema.Required = null;
        }

        return Task.CompletedTask;
    }
}
