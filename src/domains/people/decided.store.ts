import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { DatedPost } from './post.rules.ts'

/** A person as decisions look at them: who, born when, and every post. */
export interface Holder {
  id: string
  fullName: string
  sex: string
  /** `1966`, `1966-01` or `1966-01-15`; null where nothing is known. */
  birth: string | null
  birthYear: number | null
  category: string
  posts: DecidedPost[]
}
export interface DecidedPost extends DatedPost {
  unitName: string
  category: string | null
  madeBy: string | null
  endedBy: string | null
}

/** People within reach with all their posts, oldest first. */
export async function findHolders(db: Kysely<DB>, ids: readonly string[]): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    SELECT p.id, p.full_name AS "fullName", p.sex, coalesce(p.birth_date::text, p.birth_year || '-' || lpad(p.birth_month::text, 2, '0'), p.birth_year::text) AS birth, p.born_year AS "birthYear", p.category,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'unitId', t.unit_id, 'unitName', coalesce(u.name, ''), 'title', t.title, 'isMain', t.is_main, 'validFrom', t.valid_from,
          'validUntil', t.valid_until, 'endReason', t.end_reason, 'category', t.held_as, 'madeBy', t.made_by, 'endedBy', t.ended_by_action) ORDER BY t.valid_from, t.id)
        FROM people.post t LEFT JOIN organization.unit_version u ON u.unit_id = t.unit_id
          AND (u.valid_from IS NULL OR u.valid_from <= t.valid_from) AND (u.valid_until IS NULL OR u.valid_until > t.valid_from)
        WHERE t.person_id = p.id), '[]') AS posts
    FROM people.person p WHERE p.id = ANY (${ids}::uuid[]) AND p.merged_into IS NULL`.execute(db)
  return rows
}

/** A post that an action of a decision begins. */
export interface BegunPost {
  id: string
  personId: string
  unitId: string
  title: string
  isMain: boolean
  from: string
  until: string | null
  endReason: string | null
  category: string | null
  madeBy: string
  endedBy: string | null
  decisionNumber: string
  decisionOn: string
  decidedBy: string
}
/** A post that an action of a decision ends. */
export interface EndedPost {
  id: string
  until: string
  reason: string
  endedBy: string
  decisionNumber: string
  decisionOn: string
}

/** Ends posts, then begins others: on no day may there be two main ones. How many were ended, fewer than asked outside the reach. */
export async function writeDecided(db: Kysely<DB>, ended: readonly EndedPost[], begun: readonly BegunPost[]): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE people.post t SET valid_until = r.until, end_reason = r.reason, ended_by_action = r."endedBy", end_decision_number = r."decisionNumber", end_decision_on = r."decisionOn"
    FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) AS r(id uuid, until date, reason text, "endedBy" uuid, "decisionNumber" text, "decisionOn" date)
    WHERE t.id = r.id`.execute(db)
  await sql`
    INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from, valid_until, held_as, decision_number, decision_on, decided_by, end_reason, made_by, ended_by_action)
    SELECT r.id, r."personId", r."unitId", r.title, r."isMain", r."from", r.until, r.category, r."decisionNumber", r."decisionOn", r."decidedBy", r."endReason", r."madeBy", r."endedBy"
    FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) AS r(id uuid, "personId" uuid, "unitId" uuid, title text, "isMain" boolean, "from" date, until date,
      category text, "decisionNumber" text, "decisionOn" date, "decidedBy" text, "endReason" text, "madeBy" uuid, "endedBy" uuid)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0n)
}

/** What an ended post was before. */
export interface FormerEnd {
  id: string
  until: string | null
  reason: string | null
  decisionNumber: string | null
  decisionOn: string | null
}

export async function findEnds(db: Kysely<DB>, ids: readonly string[]): Promise<FormerEnd[]> {
  const { rows } = await sql<FormerEnd>`
    SELECT id, valid_until AS until, end_reason AS reason, end_decision_number AS "decisionNumber", end_decision_on AS "decisionOn"
    FROM people.post WHERE id = ANY (${ids}::uuid[])`.execute(db)
  return rows
}

/** Takes posts that were begun away and gives those that were ended the end they had. How many rows changed. */
export async function unwriteDecided(db: Kysely<DB>, begun: readonly string[], ended: readonly FormerEnd[]): Promise<number> {
  const gone = await sql`DELETE FROM people.post WHERE id = ANY (${begun}::uuid[])`.execute(db)
  const back = await sql`
    UPDATE people.post t SET valid_until = r.until, end_reason = r.reason, ended_by_action = NULL, end_decision_number = r."decisionNumber", end_decision_on = r."decisionOn"
    FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) AS r(id uuid, until date, reason text, "decisionNumber" text, "decisionOn" date)
    WHERE t.id = r.id`.execute(db)
  return Number(gone.numAffectedRows ?? 0n) + Number(back.numAffectedRows ?? 0n)
}

/** A post that a decision began or ended, as it stands. */
export interface PostByDecision {
  id: string
  personId: string
  unitId: string
  title: string
  from: string
  until: string | null
  madeBy: string | null
  endedBy: string | null
}

export async function findByDecisions(db: Kysely<DB>): Promise<PostByDecision[]> {
  const { rows } = await sql<PostByDecision>`
    SELECT id, person_id AS "personId", unit_id AS "unitId", title, valid_from AS "from", valid_until AS until, made_by AS "madeBy", ended_by_action AS "endedBy"
    FROM people.post WHERE made_by IS NOT NULL OR ended_by_action IS NOT NULL`.execute(db)
  return rows
}
