using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Server.Hosting;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Access;

/// <summary><c>create-key --role … --name …</c>: creates a key past the API, which nobody can use before the first key exists.</summary>
internal static class CreateKeyCommand
{
    /// <summary>Prints the key on standard output, and nothing else, so that it can be piped into a secret store.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var role = new Option<string>("--role") { Required = true, Description = "designer, agency, officer, auditor or administrator" };
        var name = new Option<string>("--name") { Required = true, Description = "what the key is for; stands in the journal, so no person's name" };
        var agency = new Option<string?>("--agency") { Description = "agency code; required for the role agency" };
        var localities = new Option<string[]>("--locality") { Description = "commune code, may be given several times; none for all" };
        var holder = new Option<string?>("--holder") { Description = "whose it is, for example a staff number; no name. A key without one can erase nothing" };
        var days = new Option<int>("--days") { DefaultValueFactory = _ => (int)KeyDraft.UsualLifetime.TotalDays, Description = "lifetime in days, 1 to 730" };
        var command = new RootCommand("Creates an API key in the configured database and prints it once.") { role, name, agency, localities, holder, days };
        command.TreatUnmatchedTokensAsErrors = false; // What is left over is configuration, for example --Storage:Provider=PostgreSql.
        command.SetAction((parsed, cancellationToken) => RunServer.GuardAsync(() => CreateAsync(
            parsed.GetRequiredValue(role), parsed.GetRequiredValue(name), parsed.GetValue(agency), parsed.GetValue(localities) ?? [],
            parsed.GetValue(holder), parsed.GetValue(days), [.. parsed.UnmatchedTokens], cancellationToken)));
        return await command.Parse(args).InvokeAsync();
    }

    private static async Task CreateAsync(
        string role, string name, string? agency, string[] localities, string? holder, int days, string[] configuration, CancellationToken cancellationToken)
    {
        CultureInfo.CurrentUICulture = new CultureInfo("en");
        if (RoleNames.Find(role) is not { } known)
            throw new StartupFault(ProblemTexts.Text("key-role"));
        var draft = new KeyDraft(name, known, agency, [.. localities], TimeSpan.FromDays(days)) { Holder = holder };
        if (draft.Faults().FirstOrDefault() is { } fault)
            throw new StartupFault(ProblemTexts.Text(fault.Code));
        await using var app = ServerHost.Build([.. configuration, "--Logging:LogLevel:Default=Warning"]);
        await using (var database = await app.Services.GetRequiredService<IDbContextFactory<AccessDbContext>>().CreateDbContextAsync(cancellationToken))
            await database.Database.MigrateAsync(cancellationToken);
        var created = await app.Services.GetRequiredService<KeyStore>().CreateAsync(draft, "administrator:command-line", development: false, cancellationToken);
        Console.Out.WriteLine(created.Text);
    }
}
