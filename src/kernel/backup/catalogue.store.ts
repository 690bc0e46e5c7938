import type pg from 'pg'
import type { Sequence } from './manifest.rules.ts'

/** A table as the database describes it. */
export interface TableShape {
  /** `schema.table`. */
  name: string
  /** The same, quoted. */
  sql: string
  columns: { name: string; sql: string; type: string; generated: boolean }[]
}

const ours = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`

/** Every table there is in our schemas, from the catalogue. */
export async function findTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(`
    SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS sql,
      coalesce((SELECT json_agg(json_build_object('name', a.attname, 'sql', quote_ident(a.attname),
          'type', format_type(a.atttypid, a.atttypmod), 'generated', a.attgenerated <> '') ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'::json) AS columns
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND ${ours} ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`)
  return rows
}

/** Whether the database holds anything of anybody, `public` included. */
export async function hasTables(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`
    SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND ${ours.replace(`, 'public'`, '')}) AS found`)
  return rows[0]?.found ?? false
}

/** How far each sequence has counted. */
export async function readSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string; sql: string }>(`
    SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS sql
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'S' AND ${ours} ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`)
  const found: Sequence[] = []
  for (const { name, sql } of rows) {
    const now = await client.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${sql}`,
    )
    found.push({ name, last: now.rows[0]?.last ?? '1', called: now.rows[0]?.called ?? false })
  }
  return found
}

export async function setSequences(client: pg.ClientBase, sequences: Sequence[]): Promise<void> {
  for (const { name, last, called } of sequences) {
    const [schema, sequence] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)]
    await client.query(`SELECT setval(format('%I.%I', $1::text, $2::text)::regclass, $3::bigint, $4)`, [
      schema,
      sequence,
      last,
      called,
    ])
  }
}

/** A foreign key, and what makes it again. */
export interface ForeignKey {
  drop: string
  add: string
  remark: string | null
}

/** Foreign keys between our tables: taken off while rows come in, for some point at their own table and some in a circle. */
export async function findForeignKeys(client: pg.ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    SELECT format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, c.relname, k.conname) AS drop,
      format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) AS add,
      CASE WHEN obj_description(k.oid, 'pg_constraint') IS NOT NULL THEN
        format('COMMENT ON CONSTRAINT %I ON %I.%I IS %L', k.conname, n.nspname, c.relname, obj_description(k.oid, 'pg_constraint')) END AS remark
    FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 AND ${ours} ORDER BY k.oid`)
  return rows
}

/**
 * Texts of values that say the same whoever reads them, and rows of everybody: where policies would hide some, the reading fails instead.
 */
export const plainReading = `SET LOCAL row_security = off; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD';
  SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL xmloption = 'content';
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`

/** Bytes of text wanted in one answer. A row is never parted. */
const portion = 4 * 1024 * 1024
const mostRows = 20_000

/** Every row of a table as one line: a JSON array with the text of each value, or null. In portions, so that memory stays bounded. */
export async function* readLines(client: pg.ClientBase, table: TableShape): AsyncGenerator<string[]> {
  const values = table.columns.map((c) => `${c.sql}::text`).join(', ')
  await client.query(
    `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT array_to_json(ARRAY[${values}]::text[])::text AS line FROM ONLY ${table.sql}`,
  )
  let count = 20
  for (;;) {
    const { rows } = await client.query<[string]>({ text: `FETCH FORWARD ${count} FROM backup_rows`, rowMode: 'array' })
    if (rows.length > 0) yield rows.map(([line]) => line)
    if (rows.length < count) break
    const bytes = rows.reduce((sum, [line]) => sum + line.length, 0)
    count = Math.max(1, Math.min(mostRows, count * 8, Math.floor(portion / Math.max(1, bytes / rows.length))))
  }
  await client.query('CLOSE backup_rows')
}

/** Puts lines of a table back. Values are read by the type of their column. */
export function insertLines(table: TableShape, columns: string[]): (client: pg.ClientBase, lines: string[]) => Promise<void> {
  const stored = table.columns.filter((c) => !c.generated)
  const text = `INSERT INTO ${table.sql} (${stored.map((c) => c.sql).join(', ')}) OVERRIDING SYSTEM VALUE
    SELECT ${stored.map((c) => `(r ->> ${columns.indexOf(c.name)})::${c.type}`).join(', ')} FROM jsonb_array_elements($1::jsonb) r`
  return async (client, lines) => void (await client.query(text, [`[${lines.join(',')}]`]))
}
