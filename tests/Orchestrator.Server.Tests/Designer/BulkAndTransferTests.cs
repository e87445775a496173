using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Server.Access;
using Orchestrator.Server.Tests.Running;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>Several definitions at once, files going in and out, rolling back, and starting many.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class BulkAndTransferTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_are_published_retracted_and_deleted_each_by_itself()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var withBasis = await Designs.PublishAsync(shared.Server, client, Designs.Line(Designs.Name("Bulk"), "one"));
        withBasis["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "two";
        var (ready, without) = (Id(await Designs.SaveAsync(client, withBasis)), Id(await Designs.SaveAsync(client, Designs.Line(Designs.Name("Bulk"), "one"))));
        var body = new { definitionIds = new[] { ready, without, "birth", "no-such" } };

        var (status, published) = await Designs.SendAsync(client, "/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([ready], Designs.Texts(published!["published"]));
        Assert.Equal(["birth"], Designs.Texts(published["alreadyPublished"]));
        Assert.Equal(["no-such"], Designs.Texts(published["notFound"]));
        Assert.Equal([without], Designs.Texts(published["failed"]));
        Assert.Contains("/designer/publish/" + without, Designs.Texts(published["warnings"]![without])[0], StringComparison.Ordinal);
        Assert.Empty(published["updatedConsumers"]!.AsArray());

        var ids = new { definitionIds = new[] { ready, without, "no-such" } };
        var (_, retracted) = await Designs.SendAsync(client, "/elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids", ids);
        Assert.Equal(([ready], [without], ["no-such"]), (Designs.Texts(retracted!["retracted"]), Designs.Texts(retracted["alreadyRetracted"]), Designs.Texts(retracted["notFound"])), Same);
        var (_, deleted) = await Designs.SendAsync(client, "/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id", ids);
        Assert.Equal(2, deleted!["deleted"]!.GetValue<int>());
        using var gone = await client.GetAsync($"{Designs.Api}/by-definition-id/{ready}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task An_old_version_is_deleted_and_another_brought_back_as_a_new_draft()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var one = await Designs.PublishAsync(shared.Server, client, Designs.Line(Designs.Name("Back"), "one"));
        var changed = one.DeepClone().AsObject();
        changed["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "two";
        await Designs.PublishAsync(shared.Server, client, changed);

        using var answer = await client.PostAsync($"{Designs.Api}/{Id(one)}/revert/1", null, Cancellation);
        var summary = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((HttpStatusCode.Created, $"/elsa/api/workflow-definitions/by-id/{Uri.EscapeDataString(Id(one) + ":3")}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal((3, true, false), (summary["version"]!.GetValue<int>(), summary["isLatest"]!.GetValue<bool>(), summary["isPublished"]!.GetValue<bool>()));
        var back = await Designs.GetAsync(client, $"{Designs.Api}/by-id/{summary["id"]}");
        Assert.Equal("one", back["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!.GetValue<string>());

        var (_, deleted) = await Designs.SendAsync(client, "/elsa/api/bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { $"{Id(one)}:1", "no-such:9" } });
        Assert.Equal(1, deleted!["deleted"]!.GetValue<int>());
        using var none = await client.PostAsync($"{Designs.Api}/{Id(one)}/revert/1", null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_zip_that_was_exported_is_imported_again_and_a_broken_file_in_it_is_named()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var (one, two) = (await Designs.SaveAsync(client, Designs.Line(Designs.Name("Zip"), "one")), await Designs.SaveAsync(client, Designs.Line(Designs.Name("Zip"), "two")));
        using var exported = await client.PostAsync("/elsa/api/bulk-actions/export/workflow-definitions", Json(new JsonObject { ["ids"] = new JsonArray(one["id"]!.DeepClone(), two["id"]!.DeepClone()) }), Cancellation);
        var zip = await exported.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(("application/zip", "workflow-definitions.zip"), (exported.Content.Headers.ContentType?.MediaType, exported.Content.Headers.ContentDisposition?.FileName));
        using (var archive = new ZipArchive(new MemoryStream(zip)))
            Assert.Equal([$"{Id(one)}.json", $"{Id(two)}.json"], archive.Entries.Select(entry => entry.FullName));
        await client.DeleteAsync($"{Designs.Api}/{Id(one)}", Cancellation);

        var (status, imported) = await ImportAsync(client, "all.zip", zip);
        Assert.Equal((HttpStatusCode.OK, 2), (status, imported!["count"]!.GetValue<int>()));
        Assert.Equal(2, (await Designs.GetAsync(client, $"{Designs.Api}/by-definition-id/{Id(one)}"))["version"]!.GetValue<int>());

        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await archive.CreateEntry("broken.json").OpenAsync(Cancellation);
            await entry.WriteAsync("{"u8.ToArray(), Cancellation);
        }

        (status, imported) = await ImportAsync(client, "broken.zip", stream.ToArray());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("broken.json: ", Assert.Single(Designs.Reasons(imported)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await ImportAsync(client, "no.zip", [1, 2, 3])).Status);
    }

    [Fact]
    public async Task Many_cases_are_started_at_once_and_a_count_beyond_reason_is_refused()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var id = Id(await Designs.PublishAsync(shared.Server, client, Designs.Line(Designs.Name("Many"), "one")));

        var (status, started) = await Designs.SendAsync(client, $"{Designs.Api}/{id}/bulk-dispatch", new { count = 3 });
        var (refused, _) = await Designs.SendAsync(client, $"{Designs.Api}/{id}/bulk-dispatch", new { count = 1_000_000 });
        var (unknown, _) = await Designs.SendAsync(client, $"{Designs.Api}/{id}/execute", new { triggerActivityId = "no-such" });
        var (single, dispatched) = await Designs.SendAsync(client, $"{Designs.Api}/{id}/dispatch", new { });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, Designs.Texts(started!["workflowInstanceIds"]).Distinct().Count());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK), (refused, unknown, single));
        Assert.NotEmpty(dispatched!["workflowInstanceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_choices_of_an_input_are_asked_for_again_and_those_of_none_are_not_found()
    {
        using var client = await shared.Server.ClientAsync(Role.Designer);
        var all = await Designs.GetAsync(client, "/elsa/api/descriptors/activities");
        var input = all["items"]!.AsArray().SelectMany(type => type!["inputs"]!.AsArray().Select(input => (Type: type["typeName"]!.GetValue<string>(), Input: input!)))
            .First(one => one.Input["uiSpecifications"]!.AsObject().ContainsKey("dropdown"));

        var (status, options) = await Designs.SendAsync(client, $"/elsa/api/descriptors/activities/{input.Type}/options/{input.Input["name"]}", new { context = new { } });
        var (none, _) = await Designs.SendAsync(client, $"/elsa/api/descriptors/activities/{input.Type}/options/NoSuchInput", new { });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (status, none));
        Assert.True(JsonNode.DeepEquals(input.Input["uiSpecifications"], options!["items"]));
    }

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> ImportAsync(HttpClient client, string name, byte[] content)
    {
        using var part = new ByteArrayContent(content);
        using var form = new MultipartFormDataContent { { part, "files", name } };
        using var answer = await client.PostAsync($"{Designs.Api}/import-files", form, Cancellation);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static bool Same((string[], string[], string[]) one, (string[], string[], string[]) other) =>
        one.Item1.SequenceEqual(other.Item1) && one.Item2.SequenceEqual(other.Item2) && one.Item3.SequenceEqual(other.Item3);

    private static string Id(JsonNode definition) => definition["definitionId"]!.GetValue<string>();
}
