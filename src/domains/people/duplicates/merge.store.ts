import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Merge, Side } from './duplicate.contract.ts'
import type { MergePost, RowAct } from './merge.rules.ts'
import type { PersonTable } from '../person-tables.ts'

/** A table whose rows follow a merge; `loose` rows may be written meanwhile without standing in the way of taking it back. */
export type Following = PersonTable & { loose?: boolean }

/** Both records of a pair, as far as they lie within reach. */
export async function findSides(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<Map<string, Omit<Side, 'posts' | 'hasAccount'>>> {
  const { rows } = await sql<Omit<Side, 'posts' | 'hasAccount'>>`
    SELECT p.id, p.full_name AS "fullName", p.family_and_middle AS "familyAndMiddle", p.given, p.sex, p.birth_date AS "birthDate", p.birth_month AS "birthMonth", p.birth_year AS "birthYear",
      p.category, i.citizen_id AS "citizenId"
    FROM people.person p LEFT JOIN people.identity i ON i.person_id = p.id
    WHERE p.id = ANY (${ids}::uuid[]) AND p.merged_into IS NULL`.execute(db)
  return new Map(rows.map((r) => [r.id, r]))
}

/** Posts of both, with the name of each unit when the post began. */
export async function findPostsOfBoth(db: Kysely<DB>, one: string, other: string): Promise<(MergePost & { unitName: string })[]> {
  const { rows } = await sql<MergePost & { unitName: string }>`
    SELECT t.id, t.person_id AS "personId", t.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", t.title, t.is_main AS "isMain",
      t.valid_from AS "validFrom", t.valid_until AS "validUntil"
    FROM people.posts_of_both(${one}::uuid, ${other}::uuid) t
    LEFT JOIN organization.unit_version u ON u.unit_id = t.unit_id
      AND (u.valid_from IS NULL OR u.valid_from <= t.valid_from) AND (u.valid_until IS NULL OR u.valid_until > t.valid_from)
    ORDER BY t.valid_from DESC, t.id`.execute(db)
  return rows
}

export async function findAccounts(db: Kysely<DB>, one: string, other: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT a AS id FROM people.accounts_of(${one}::uuid, ${other}::uuid) a`.execute(db)
  return rows.map((r) => r.id)
}

/** Where merged records live on: of these ids those that were merged. */
export async function findKept(db: Kysely<DB>, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; kept: string }>`
    SELECT id, kept_id AS kept FROM people.kept_of(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((r) => [r.id, r.kept]))
}

export interface NewMerge {
  id: string
  keptId: string
  goneId: string
  goneName: string
  pairId: string | null
  decisionNumber: string | null
  decidedOn: string | null
  why: string
  byName: string
  at: string
}

export async function insertMerge(db: Kysely<DB>, m: NewMerge): Promise<void> {
  await sql`
    INSERT INTO people.merge (id, kept_id, gone_id, gone_name, pair_id, decision_number, decided_on, why, merged_by_name, merged_at)
    VALUES (${m.id}::uuid, ${m.keptId}::uuid, ${m.goneId}::uuid, ${m.goneName}, ${m.pairId}::uuid, ${m.decisionNumber}, ${m.decidedOn}::date, ${m.why},
      ${m.byName}, ${m.at}::timestamptz)`.execute(db)
}

/** Moves every row. */
export async function mergeRows(
  db: Kysely<DB>,
  merge: { id: string; keptId: string; goneId: string },
  tables: readonly Following[],
  acts: Record<string, RowAct>,
  facts: Record<string, unknown>,
  numberOfGone: boolean,
): Promise<void> {
  await sql`SELECT people.merge_rows(${merge.id}::uuid, ${merge.keptId}::uuid, ${merge.goneId}::uuid, ${JSON.stringify(tables)}::jsonb,
    ${JSON.stringify(acts)}::jsonb, ${JSON.stringify(facts)}::jsonb, ${numberOfGone})`.execute(db)
}

export async function unmergeRows(db: Kysely<DB>, id: string): Promise<void> {
  await sql`SELECT people.unmerge_rows(${id}::uuid)`.execute(db)
}

/** Tables in which the kept record was written since. */
export async function findBuiltOn(db: Kysely<DB>, id: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT b AS name FROM people.built_on_merge(${id}::uuid) b`.execute(db)
  return rows.map((r) => r.name)
}

export async function noteUndone(db: Kysely<DB>, id: string, undone: { byName: string; at: string; why: string }): Promise<void> {
  await sql`UPDATE people.merge SET undone_by_name = ${undone.byName}, undone_at = ${undone.at}::timestamptz, undone_why = ${undone.why}
    WHERE id = ${id}::uuid`.execute(db)
}

type StoredMerge = Merge & { pairId: string | null }

/** Merges by id, or into one record. */
export async function findMerges(db: Kysely<DB>, by: { id: string } | { keptId: string }): Promise<StoredMerge[]> {
  const { rows } = await sql<StoredMerge>`
    SELECT m.id, m.kept_id AS "keptId", coalesce(p.full_name, '') AS "keptName", m.gone_id AS "goneId", m.gone_name AS "goneName", m.pair_id AS "pairId",
      m.decision_number AS "decisionNumber", m.decided_on AS "decidedOn", m.why, m.merged_by_name AS "mergedByName",
      (m.merged_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "mergedOn", m.undone_by_name AS "undoneByName",
      (m.undone_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "undoneOn", m.undone_why AS "undoneWhy"
    FROM people.merge m LEFT JOIN people.person p ON p.id = m.kept_id
    WHERE ${'id' in by ? sql`m.id = ${by.id}::uuid` : sql`m.kept_id = ${by.keptId}::uuid`} ORDER BY m.merged_at DESC, m.id`.execute(
    db,
  )
  return rows
}

/** The open pair of two records. */
export async function findPair(db: Kysely<DB>, one: string, other: string): Promise<{ id: string; state: string } | undefined> {
  const { rows } = await sql<{ id: string; state: string }>`
    SELECT id, state FROM people.duplicate WHERE low_id = least(${one}::uuid, ${other}::uuid) AND high_id = greatest(${one}::uuid, ${other}::uuid)`.execute(
    db,
  )
  return rows[0]
}

export async function noteMergedPair(
  db: Kysely<DB>,
  id: string,
  decision: { by: string; byName: string; at: string; why: string } | null,
): Promise<void> {
  await sql`UPDATE people.duplicate SET state = ${decision ? 'same' : 'open'}, decided_by = ${decision?.by ?? null}, decided_by_name = ${decision?.byName ?? null},
    decided_at = ${decision?.at ?? null}::timestamptz, why = ${decision?.why ?? null} WHERE id = ${id}::uuid`.execute(db)
}
