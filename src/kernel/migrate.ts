import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type pg from 'pg'
import { StartFailure } from './data-folder.ts'

/** A plain-SQL migration: file name and text. */
export interface Migration {
  id: string
  sql: string
}

/** Reads migration files, ordered by the time in their names, whichever folder they come from. */
export function readMigrations(files: string[]): Migration[] {
  return files
    .map((file) => ({ id: basename(file, '.sql'), sql: readFileSync(file, 'utf8') }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/**
 * Brings the database forward. Each migration runs in its own transaction; one at a time across processes.
 *
 * @returns the ids applied now.
 * @throws StartFailure `start.databaseNewer` when the database knows a migration this program does not, `start.migrationChanged` when an
 *   applied file was edited afterwards.
 */
export async function migrate(
  pool: pg.Pool,
  migrations: Migration[],
  onStep?: (id: string, at: number, of: number) => void,
): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock(315)')
    await client.query(migrationTable)
    await client.query('COMMIT')
    const { rows } = await client.query<{ id: string; checksum: string }>('SELECT id, checksum FROM kernel.migration')
    const applied = new Map(rows.map((row) => [row.id, row.checksum]))
    const known = new Set(migrations.map((m) => m.id))
    const newer = [...applied.keys()].filter((id) => !known.has(id))
    if (newer.length > 0) throw new StartFailure('start.databaseNewer', { migration: newer.sort().at(-1) ?? '' })
    const pending = migrations.filter((m) => !applied.has(m.id))
    for (const m of migrations) {
      const checksum = applied.get(m.id)
      if (checksum && checksum !== checksumOf(m)) throw new StartFailure('start.migrationChanged', { migration: m.id })
    }
    const appliedNow: string[] = []
    for (const [index, m] of pending.entries()) {
      onStep?.(m.id, index + 1, pending.length)
      await client.query('BEGIN')
      try {
        await client.query('SELECT pg_advisory_xact_lock(315)')
        const again = await client.query('SELECT 1 FROM kernel.migration WHERE id = $1', [m.id])
        if (again.rowCount === 0) {
          await applyMigration(client, m)
        }
        await client.query('COMMIT')
        if (again.rowCount === 0) appliedNow.push(m.id)
      } catch (error) {
        await client.query('ROLLBACK')
        throw new Error(`migration ${m.id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
    }
    return appliedNow
  } finally {
    client.release()
  }
}

const migrationTable = `CREATE SCHEMA IF NOT EXISTS kernel;
  CREATE TABLE IF NOT EXISTS kernel.migration (
    id text CONSTRAINT migration_pk PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`

/** Applies one migration in the transaction of the caller, and writes down that it was. */
export async function applyMigration(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query(migrationTable)
  await client.query(migration.sql)
  await client.query('INSERT INTO kernel.migration (id, checksum) VALUES ($1, $2)', [migration.id, checksumOf(migration)])
}

/** What an applied migration is known by: that its file was not edited afterwards. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}
