import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { UnitList } from './unit-list.contract.ts'
import type { ListedUnit } from './unit-lists.rules.ts'

export async function findLists(db: Kysely<DB>, id: string | null = null): Promise<UnitList[]> {
  const { rows } = await sql<UnitList>`
    SELECT l.id, l.listed_on AS "listedOn", l.title, l.created_at AS "createdAt", l.created_by AS "createdBy",
      (SELECT count(*)::int FROM organization.unit_list_row r WHERE r.list_id = l.id) AS units
    FROM organization.unit_list l WHERE ${id === null ? sql`true` : sql`l.id = ${id}::uuid`} ORDER BY l.listed_on DESC, l.title`.execute(
    db,
  )
  return rows
}

export async function findListRows(db: Kysely<DB>, listId: string): Promise<ListedUnit[]> {
  const { rows } =
    await sql<ListedUnit>`SELECT code, name, kind, level, parent_code AS "parentCode" FROM organization.unit_list_row
    WHERE list_id = ${listId}::uuid ORDER BY code COLLATE "C"`.execute(db)
  return rows
}

/** What lists of these days and titles hold already: the list by `day title code`. */
export async function findListed(
  db: Kysely<DB>,
  lists: readonly { listedOn: string; title: string }[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; id: string }>`
    SELECT l.listed_on || ' ' || l.title || ' ' || r.code AS key, l.id
    FROM jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) AS g("listedOn" date, title text)
    JOIN organization.unit_list l ON l.listed_on = g."listedOn" AND l.title = g.title
    JOIN organization.unit_list_row r ON r.list_id = l.id`.execute(db)
  return new Map(rows.map((r) => [r.key, r.id]))
}

/** The list of a day and title, made where it is not there yet. */
export async function makeList(
  db: Kysely<DB>,
  list: { id: string; listedOn: string; title: string; at: string; by: string },
): Promise<string> {
  await sql`INSERT INTO organization.unit_list (id, listed_on, title, created_at, created_by)
    VALUES (${list.id}, ${list.listedOn}, ${list.title}, ${list.at}, ${list.by}) ON CONFLICT ON CONSTRAINT unit_list_once DO NOTHING`.execute(
    db,
  )
  const { rows } = await sql<{ id: string }>`SELECT id FROM organization.unit_list
    WHERE listed_on = ${list.listedOn}::date AND title = ${list.title}`.execute(db)
  return rows[0]?.id ?? list.id
}

export async function insertListRows(db: Kysely<DB>, rows: readonly (ListedUnit & { listId: string })[]): Promise<void> {
  await sql`INSERT INTO organization.unit_list_row (list_id, code, name, kind, level, parent_code)
    SELECT r."listId", r.code, r.name, r.kind, r.level, r."parentCode"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r("listId" uuid, code text, name text, kind text, level text, "parentCode" text)`.execute(db)
}

export async function deleteLists(db: Kysely<DB>, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM organization.unit_list WHERE id = ANY (${[...new Set(ids)]}::uuid[])`.execute(db)
}
