using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Benchmarks.Histories;

/// <summary>Generated journals with right chains, sealed as the runtime seals them, written by COPY: cases of one dossier each, which ask agency after agency and wait for the answers.</summary>
internal static class GeneratedJournal
{
    private static readonly string[] Agencies = ["justice", "population", "public-security", "social-security", "tax"];
    private static readonly DateTimeOffset Beginning = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Writes so many entries, and one case with <paramref name="longCase"/> entries.</summary>
    /// <returns>The long case.</returns>
    public static async Task<CaseId> WriteAsync(string connectionString, CaseKeyTable keys, string versionId, long entries, int perCase, int longCase)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var beside = new NpgsqlConnection(connectionString);
        await beside.OpenAsync();
        var found = default(CaseId);
        await using var copy = await connection.BeginBinaryImportAsync("COPY journal (case_id, seq, kind, activity_id, actor, at, payload, prev_hash, hash) FROM STDIN (FORMAT BINARY)");
        await using var copyKeys = await beside.BeginBinaryImportAsync("COPY case_keys (case_id, ring, wrapped) FROM STDIN (FORMAT BINARY)");
        for (long written = 0, number = 0; written < entries; number++)
        {
            var at = Beginning.AddSeconds(number);
            var caseId = CaseId.New(at);
            var (key, row) = keys.Create(caseId);
            await copyKeys.StartRowAsync();
            await copyKeys.WriteAsync(caseId.Value, NpgsqlDbType.Uuid);
            await copyKeys.WriteAsync((string)row.Values![0]!, NpgsqlDbType.Text);
            await copyKeys.WriteAsync((byte[])row.Values[1]!, NpgsqlDbType.Bytea);
            using var cipher = key.Cipher();
            var length = number == 0 ? longCase : perCase;
            if (number == 0) found = caseId;
            ReadOnlyMemory<byte> previous = EntryHash.Origin;
            var sequence = 0L;
            foreach (var (change, activity, actor) in Events(caseId, versionId, number).Take(length))
            {
                var (kind, payload) = (CaseEventJson.KindOf(change), key.SealEntry(cipher, ++sequence, CaseEventJson.Serialize(change)));
                at = at.AddSeconds(90);
                var hash = EntryHash.Compute(caseId, sequence, kind, activity, actor, at, payload, previous.Span);
                await copy.StartRowAsync();
                await copy.WriteAsync(caseId.Value, NpgsqlDbType.Uuid);
                await copy.WriteAsync(sequence, NpgsqlDbType.Bigint);
                await copy.WriteAsync(kind, NpgsqlDbType.Text);
                if (activity is null) await copy.WriteNullAsync();
                else await copy.WriteAsync(activity, NpgsqlDbType.Text);
                await copy.WriteAsync(actor, NpgsqlDbType.Text);
                await copy.WriteAsync(at.UtcDateTime, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(payload, NpgsqlDbType.Bytea);
                await copy.WriteAsync(previous.ToArray(), NpgsqlDbType.Bytea);
                await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
                previous = hash;
                written++;
            }
        }

        await copyKeys.CompleteAsync();
        await copy.CompleteAsync();
        return found;
    }

    /// <summary>Everything that happens to a case, without an end.</summary>
    private static IEnumerable<(CaseEvent Change, string? Activity, string Actor)> Events(CaseId caseId, string versionId, long number)
    {
        const string System = "system:orchestrator";
        var input = JsonSerializer.SerializeToElement(new
        {
            DossierNumber = string.Create(CultureInfo.InvariantCulture, $"H00.00.01-{number:000000000}"),
            ProcedureCode = "2.002621",
            Locality = "00001",
            ReceivedAt = "2026-01-05T08:00:00+07:00",
            Promise = new { Date = "2026-01-08", IsProvisional = false, WorkingDays = 3, LegalBasis = "generated" },
            Application = new { requester = new { personalId = string.Create(CultureInfo.InvariantCulture, $"0010{number % 90 + 10:00}{number % 1_000_000:000000}") } },
        });
        yield return (new CaseStarted("generated", versionId, 1, input, null, null, null), null, "agency:portal");
        yield return (new ActivityStarted(1, null, "root", "Workflow1:root", "Elsa.Flowchart", null, null), "root", System);
        for (var step = 2L; ; step++)
        {
            var agency = Agencies[step % Agencies.Length];
            var (id, bookmark, effect) = ($"Ask{step % Agencies.Length}", $"b{step}", $"e{step}");
            var holder = JsonSerializer.SerializeToElement(new { holder = new { kind = "agency", code = agency } });
            yield return (new ActivityStarted(step, 1, id, $"Workflow1:root:{id}", $"Agency.{agency}.Register", $"Đăng ký tại {agency}", null), id, System);
            yield return (new BookmarkCreated(new Bookmark(bookmark, step, id, $"Workflow1:root:{id}", BookmarkKind.Effect, null, null, holder)), id, System);
            yield return (new EffectRequested(new Effect(effect, EffectKinds.AgencyOperation, step, bookmark, $"{caseId}-{effect}", JsonSerializer.SerializeToElement(new { agency, operation = "Register" }))), id, System);
            yield return (new EffectAttempted(effect, new EffectAttempt(1, "done", 200, new string('a', 64), new string('b', 64), 120, null, null)), id, $"agency:{agency}");
            yield return (new EffectSettled(effect, EffectEnd.Done), id, $"agency:{agency}");
            yield return (new BookmarkRemoved(bookmark, BookmarkEnd.Resumed, null), id, $"agency:{agency}");
            yield return (new ActivityCompleted(step, ["Done"], null), id, System);
            yield return (new MarkRecorded("status", JsonSerializer.SerializeToElement(new { status = "forwarded" }), step), id, System);
        }
    }
}
