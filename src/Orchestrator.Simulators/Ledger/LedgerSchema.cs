namespace Orchestrator.Simulators.Ledger;

/// <summary>Tables of the ledger. Times are UTC ticks.</summary>
internal static class LedgerSchema
{
    // NORMAL keeps what was committed when the process is killed; only a power cut can lose the newest rows, which a stand-in may.
    public const string Sql = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA busy_timeout = 5000;
        CREATE TABLE IF NOT EXISTS requests (
          request_id TEXT PRIMARY KEY, agency TEXT NOT NULL, operation TEXT NOT NULL, key TEXT NOT NULL, body_hash TEXT NOT NULL,
          dossier TEXT NOT NULL, outcome TEXT NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL, ready_at INTEGER NOT NULL,
          UNIQUE (operation, key)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS requests_by_dossier ON requests (operation, dossier, outcome);
        CREATE TABLE IF NOT EXISTS registrations (
          agency TEXT NOT NULL, operation TEXT NOT NULL, identity TEXT NOT NULL, likeness TEXT NOT NULL, dossier TEXT NOT NULL,
          key TEXT NOT NULL, request_id TEXT NOT NULL, counts INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS registrations_by_identity ON registrations (operation, identity);
        CREATE INDEX IF NOT EXISTS registrations_by_likeness ON registrations (operation, likeness);
        CREATE TABLE IF NOT EXISTS callbacks (
          id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, url TEXT NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS callbacks_by_due ON callbacks (due_at, id);
        CREATE INDEX IF NOT EXISTS callbacks_by_request ON callbacks (request_id);
        CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS seen (operation TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
        """;
}
