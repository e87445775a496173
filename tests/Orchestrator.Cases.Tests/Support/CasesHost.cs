using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Intake;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Tests;

/// <summary>The real runtime on a database of its own, with the test procedures and a clock that the test moves.</summary>
public sealed class CasesHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-cases-").FullName;
    private IHost _host = null!;

    /// <summary>Monday 9 February 2026, 09:00 in Viet Nam: the last week before Tet.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 2, 9, 9, 0, 0, TimeSpan.FromHours(7)));

    public static Actor Portal { get; } = new("agency", "portal");

    public static Actor Officer { get; } = new("officer", "lan");

    public string Workflows => Path.Combine(_folder, "workflows");

    /// <summary>Everything that the host keeps in files.</summary>
    public string Folder => _folder;

    /// <summary>File of the SQLite database.</summary>
    public string Database => Path.Combine(_folder, "cases.db");

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <param name="connectionString">A PostgreSQL database, or null for SQLite in a file.</param>
    /// <param name="prepare">Changes the workflow files before the start.</param>
    public static async Task<CasesHost> StartAsync(string? connectionString = null, Action<string>? prepare = null)
    {
        var host = new CasesHost();
        ProcedureFiles.Write(host.Workflows);
        prepare?.Invoke(host.Workflows);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = connectionString is null ? "Sqlite" : "PostgreSql",
            ["ConnectionStrings:Orchestrator"] = connectionString ?? $"Data Source={Path.Combine(host._folder, "cases.db")}",
            ["Workflows:Path"] = host.Workflows,
            ["Data:Path"] = host._folder,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton<TimeProvider>(host.Time);
        builder.Services.AddOrchestratorRuntime(builder.Configuration);
        builder.Services.AddOrchestratorCases(builder.Configuration);
        host._host = builder.Build();
        await host._host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>An application with generated content.</summary>
    public static byte[] Application(string name = "Trần Thị Thử", string? locality = null) =>
        Encoding.UTF8.GetBytes($$"""{"requester":{"fullName":"{{name}}","personalId":"001199000001"}{{(locality is null ? "" : $",\"locality\":\"{locality}\"")}}}""");

    public Task<IntakeOutcome> SubmitAsync(string procedure, string key, byte[]? body = null, string? second = null, string? locality = null) =>
        Get<ApplicationIntake>().SubmitAsync(new Submission(procedure, key, body ?? Application(), Portal) { SecondNumber = second, Locality = locality }, TestContext.Current.CancellationToken);

    /// <summary>Starts a case and returns its number once it waits for somebody.</summary>
    public async Task<string> StartCaseAsync(string procedure, string? locality = null)
    {
        var accepted = Assert.IsType<IntakeOutcome.Accepted>(await SubmitAsync(procedure, Guid.NewGuid().ToString("N"), locality: locality));
        await UntilAsync(accepted.Number, file => file.Holders.Count > 0);
        return accepted.Number;
    }

    public async Task<CaseFile> FileAsync(string number) => await Get<CaseFileReader>().FindAsync(number, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"no case {number}");

    /// <summary>Waits until the case, which moves by itself, has come to where the test needs it.</summary>
    public async Task<CaseFile> UntilAsync(string number, Func<CaseFile, bool> reached)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var file = await FileAsync(number);
        var journal = Get<IJournalReader>();
        if (reached(file)) return file;
        await foreach (var _ in journal.FollowAsync(file.CaseId, 0, patience.Token))
        {
            file = await FileAsync(number);
            if (reached(file)) return file;
        }

        throw new InvalidOperationException("The journal ended.");
    }

    /// <summary>Moves the clock and lets what is due be decided.</summary>
    public async Task<CaseFile> AdvanceToAsync(string number, DateTimeOffset at, Func<CaseFile, bool> reached)
    {
        Time.SetUtcNow(at);
        return await UntilAsync(number, reached);
    }

    public async Task<CaseState> StateAsync(string number) =>
        await Get<ICaseRuntime>().FindAsync((await FileAsync(number)).CaseId, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"no case {number}");

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
