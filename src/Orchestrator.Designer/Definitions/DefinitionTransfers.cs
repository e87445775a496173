using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Files going out and coming in. What is imported is always a draft; publishing is a separate act.</summary>
internal static class DefinitionTransfers
{
    private const int MostFiles = 500;
    private const long LongestFile = 4 * 1024 * 1024;

    /// <summary>Maps export and import.</summary>
    public static void MapDefinitionTransfers(this ElsaRoutes routes)
    {
        routes.Get("/workflow-definitions/{definitionId}/export", DesignerRight.ReadDefinitions, ExportAsync);
        routes.Post("/workflow-definitions/{definitionId}/export", DesignerRight.ReadDefinitions, ExportAsync);
        routes.Post("/bulk-actions/export/workflow-definitions", DesignerRight.ReadDefinitions, ExportManyAsync);
        routes.Post("/workflow-definitions/import", DesignerRight.EditDefinitions, ImportAsync);
        routes.Put("/workflow-definitions/{definitionId}/import", DesignerRight.EditDefinitions, ImportAsync);
        routes.Post("/workflow-definitions/import-files", DesignerRight.EditDefinitions, ImportFilesAsync);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, IDefinitionLibrary library, string definitionId, string? versionOptions) =>
        VersionChoice.Of(versionOptions, VersionChoice.Latest).Pick(await library.HistoryAsync(definitionId, context.RequestAborted)) is { } version
        && await library.ReadAsync(version.VersionId, context.RequestAborted) is { } stored
            ? Results.File(Exported(stored), "application/octet-stream", NameOf(version), entityTag: new EntityTagHeaderValue($"\"{version.ContentHash}\""))
            : ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));

    /// <summary>As an Elsa server exports it: with the members that name the version.</summary>
    private static byte[] Exported(StoredDefinition stored)
    {
        var content = JsonNode.Parse(DefinitionFile.Write(stored.Json, ReadOnlyMemory<byte>.Empty).Span)!.AsObject();
        content["id"] = stored.Version.VersionId;
        content["createdAt"] = JsonSerializer.SerializeToNode(stored.Version.CreatedAt);
        content["version"] = stored.Version.Version;
        content["toolVersion"] = DefinitionViews.ToolVersion;
        content["isLatest"] = stored.Version.IsLatest;
        content["isPublished"] = stored.Version.IsPublished;
        return DefinitionReader.Read(JsonSerializer.SerializeToElement(content)) is DefinitionReading.Read read
            ? DefinitionWriter.Write(read.Definition)
            : throw new System.Diagnostics.UnreachableException();
    }

    private static string NameOf(DefinitionVersion version) => WorkflowTree.SafeName(version.DefinitionId) + ".json";

    private static async Task<IResult> ExportManyAsync(HttpContext context, IDefinitionLibrary library)
    {
        var (body, refusal) = await ElsaAnswers.ReadAsync<Chosen>(context);
        if (body is null) return refusal!;
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in (body.Ids ?? []).Distinct(StringComparer.Ordinal))
            {
                if (await library.ReadAsync(id, context.RequestAborted) is not { } stored) continue;
                await using var entry = await archive.CreateEntry(NameOf(stored.Version)).OpenAsync(context.RequestAborted);
                await entry.WriteAsync(Exported(stored), context.RequestAborted);
            }
        }

        return Results.File(zip.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    private static async Task<IResult> ImportAsync(HttpContext context, IDesignerAccess access, DefinitionDesk desk, DefinitionViews views)
    {
        var (model, refusal) = await ElsaAnswers.ReadAsync<JsonObject>(context);
        if (model is null) return refusal!;
        if (context.Request.RouteValues["definitionId"] is string definitionId) model["definitionId"] = definitionId;
        var caller = access.CallerOf(context);
        var isNew = model["definitionId"] is null;
        var saving = await desk.SaveAsync(model, caller, DefinitionChanges.EditorOf(context), context.RequestAborted);
        if (saving.Stored is not { } stored) return ElsaAnswers.Refused(saving.Reasons);
        var view = views.Full(stored, caller);
        return isNew
            ? ElsaAnswers.Created(context, $"/workflow-definitions/by-definition-id/{Uri.EscapeDataString(stored.Version.DefinitionId)}", view)
            : ElsaAnswers.Ok(view);
    }

    private static async Task<IResult> ImportFilesAsync(HttpContext context, IDesignerAccess access, DefinitionDesk desk)
    {
        if (!context.Request.HasFormContentType) return ElsaAnswers.Refused(DesignerTexts.Format("import.zip", ""));
        var caller = access.CallerOf(context);
        var (count, reasons) = (0, new List<string>());
        foreach (var file in (await context.Request.ReadFormAsync(context.RequestAborted)).Files)
        {
            foreach (var (name, model) in await ModelsAsync(file, context.RequestAborted))
            {
                var saving = model is null
                    ? new Saving(null, [DesignerTexts.Format("import.zip", name)])
                    : await desk.SaveAsync(model, caller, DefinitionChanges.EditorOf(context), context.RequestAborted);
                if (saving.Stored is null) reasons.AddRange(saving.Reasons.Select(reason => $"{name}: {reason}"));
                else count++;
            }
        }

        return reasons.Count > 0 ? ElsaAnswers.Refused(reasons) : ElsaAnswers.Ok(new { count });
    }

    private static async Task<IReadOnlyList<(string Name, JsonObject? Model)>> ModelsAsync(IFormFile file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return [(file.FileName, await ReadAsync(content, cancellationToken))];
        try
        {
            var models = new List<(string, JsonObject?)>();
            await using var archive = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(MostFiles))
            {
                if (entry.Length > LongestFile)
                {
                    models.Add((entry.FullName, null));
                    continue;
                }

                await using var part = await entry.OpenAsync(cancellationToken);
                models.Add((entry.FullName, await ReadAsync(part, cancellationToken)));
            }

            return models;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return [(file.FileName, null)];
        }
    }

    private static async Task<JsonObject?> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonNode.ParseAsync(content, cancellationToken: cancellationToken) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Chosen(string[]? Ids);
}
