using System.CommandLine;
using System.Globalization;
using Orchestrator.Cases.Procedures;

namespace Orchestrator.Cli.Export;

/// <summary>
/// <c>orchestrator export [definition …]</c>: writes published definitions back into the files below <c>workflows/</c>, so that the difference shows only what was
/// changed; 0 when all are written, 2 when one cannot be.
/// </summary>
internal static class ExportCommand
{
    private const string KeyVariable = "ORCHESTRATOR_API_KEY";

    public static Command Create()
    {
        var definitions = new Argument<string[]>("definitions") { Description = "Ids of definitions; all published ones when absent.", Arity = ArgumentArity.ZeroOrMore };
        var workflows = new Option<string>("--workflows") { Description = "The folder to write into.", DefaultValueFactory = _ => "workflows" };
        var server = new Option<string>("--server")
        {
            Description = $"A running server; {KeyVariable} holds a key that may read definitions.",
            DefaultValueFactory = _ => "http://127.0.0.1:5080",
        };
        var database = new Option<string?>("--database") { Description = "Connection string of the database, to read that instead of a server." };
        var provider = new Option<string>("--provider") { Description = "Sqlite or PostgreSql, with --database.", DefaultValueFactory = _ => "Sqlite" };
        var command = new Command("export", "Writes published definitions back into the files below workflows/.") { definitions, workflows, server, database, provider };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = new WorkflowsFolder(Path.GetFullPath(parsed.GetRequiredValue(workflows)));
            if (parsed.GetValue(database) is { } connection)
            {
                await using var source = new DatabaseSource(parsed.GetRequiredValue(provider), connection);
                return await RunAsync(source, folder, parsed.GetValue(definitions) ?? [], Console.Out, Console.Error, cancellationToken);
            }

            using var client = new HttpClient { BaseAddress = new Uri(parsed.GetRequiredValue(server).TrimEnd('/') + "/") };
            if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key) client.DefaultRequestHeaders.Add("X-Api-Key", key);
            return await RunAsync(new ServerSource(client), folder, parsed.GetValue(definitions) ?? [], Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    public static async Task<int> RunAsync(
        IExportSource source, WorkflowsFolder folder, IReadOnlyList<string> definitions, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder.Root))
        {
            await errors.WriteLineAsync($"Expected the folder {folder.Root}, but there is none; name it with --workflows.");
            return 2;
        }

        var tree = new WorkflowTree(folder);
        var (written, missing) = (0, 0);
        try
        {
            var chosen = definitions.Count > 0 ? definitions : await source.PublishedAsync(cancellationToken);
            foreach (var id in chosen.Distinct(StringComparer.Ordinal))
            {
                if (await source.ReadAsync(id, cancellationToken) is not { } published)
                {
                    missing++;
                    await errors.WriteLineAsync($"Expected a published version of '{id}', but there is none; publish it first.");
                    continue;
                }

                var (file, isChanged) = await tree.WriteAsync(id, published.Content, published.ContentHash, cancellationToken);
                written += isChanged ? 1 : 0;
                await output.WriteLineAsync($"{(isChanged ? "written  " : "unchanged")} {tree.NameOf(file)}");
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{chosen.Count - missing} definitions, {written} written"));
            return missing == 0 ? 0 : 2;
        }
        catch (Exception problem) when (problem is ExportFault)
        {
            await errors.WriteLineAsync(problem.Message);
            return 2;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"Expected to write below {folder.Root}, but {problem.Message} Correct the permissions.");
            return 2;
        }
    }
}
