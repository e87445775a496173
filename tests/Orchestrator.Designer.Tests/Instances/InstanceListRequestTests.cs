using System.Text.Json;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Instances;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Tests.Instances;

public sealed class InstanceListRequestTests
{
    [Fact]
    public void What_Studio_asks_first_means_everything_newest_first()
    {
        var request = Read("""
            {"page":0,"pageSize":10,"searchTerm":"","definitionId":null,"definitionIds":[],"correlationId":null,"version":null,"hasIncidents":null,"isSystem":false,
             "status":null,"statuses":[],"subStatus":null,"subStatuses":[],"orderBy":null,"orderDirection":"Descending","timestampFilters":[]}
            """);

        Assert.Equal((0, 10, CaseHeadOrder.Created, true), (request.Skip, request.Take, request.Order, request.Descending));
        Assert.Equivalent(new CaseHeadFilter(), request.Read().Filter);
    }

    [Fact]
    public void Statuses_times_and_pages_are_read()
    {
        var request = Read("""
            {"page":3,"pageSize":25,"statuses":["Running"],"subStatuses":["Suspended","Interrupted"],"orderBy":"LastExecuted","orderDirection":"Ascending",
             "timestampFilters":[{"column":"CreatedAt","operator":"GreaterThan","timestamp":"2026-11-01T00:00:00+07:00"}]}
            """);
        var filter = request.Read().Filter!;

        Assert.Equal((75, CaseHeadOrder.Updated, false), (request.Skip, request.Order, request.Descending));
        Assert.Equal([CaseStatus.Running], filter.Statuses);
        Assert.Equal([CaseSubStatus.Suspended], filter.SubStatuses);
        Assert.Equal(new CaseHeadTime(CaseHeadOrder.Created, IsAfter: true, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(7))), Assert.Single(filter.Times));
    }

    [Fact]
    public void A_status_that_we_do_not_have_fits_no_case() => Assert.Equal([], Read("""{"subStatus":"Interrupted"}""").Read().Filter!.SubStatuses);

    [Fact]
    public void A_column_without_times_is_refused_with_its_name() =>
        Assert.Contains("'Name Is'", Read("""{"timestampFilters":[{"column":"Name","operator":"Is","timestamp":"2026-11-01T00:00:00Z"}]}""").Read().Fault, StringComparison.Ordinal);

    private static InstanceListRequest Read(string json) => JsonSerializer.Deserialize<InstanceListRequest>(json, ElsaJson.Options)!;
}
