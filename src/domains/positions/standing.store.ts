import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { PositionGroup } from './position.rules.ts'
import type { Holder, StandingRow, UnitPositions } from './standing.contract.ts'

/** Rows of the board on a day. */
export function standingRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT s.id, s.unit_id AS "unitId", coalesce(u.name, '') AS "unitName", s.position_id AS "positionId", p.code, p.name, p.position_group AS "group",
      c.staff, s.scheme_id AS "schemeId", s.established, s.filled, greatest(0, s.established - s.filled) AS vacant,
      CASE WHEN o.unit_id IS NULL THEN 0 ELSE greatest(0, s.filled - s.established) END AS over,
      CASE WHEN o.unit_id IS NULL THEN 'no-scheme' WHEN s.filled > s.established THEN 'over' WHEN s.filled < s.established THEN 'vacant' ELSE 'filled' END AS standing,
      coalesce(u.search_name, '') || ' ' || p.search_name AS search_text
    FROM positions.standings_on(${asOf}::date) s JOIN positions.position p ON p.id = s.position_id JOIN positions.catalogue c ON c.id = p.catalogue_id
    LEFT JOIN positions.scheme o ON o.unit_id = s.unit_id AND o.state = 'approved' AND o.valid_from <= ${asOf}::date AND (o.valid_until IS NULL OR o.valid_until > ${asOf}::date)
    LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = s.unit_id`
}

/** Bodies within reach on a day, one line each: the heaviest of their alarms. */
export function bodyRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    WITH reach AS MATERIALIZED (SELECT access.reaches_all('positions.readScheme') AS everywhere, access.reach_units('positions.readScheme') AS units),
      stood AS MATERIALIZED (
        SELECT t.unit_id, sum(t.established)::int AS established, sum(t.filled)::int AS filled, sum(greatest(0, t.established - t.filled))::int AS vacant,
          sum(greatest(0, t.filled - t.established))::int AS excess FROM positions.standings_on(${asOf}::date) t GROUP BY 1),
      loose AS MATERIALIZED (SELECT h.unit_id, h.holders FROM positions.holders_on(${asOf}::date) h WHERE h.position_id IS NULL),
      against AS MATERIALIZED (
        SELECT q.unit_id, sum(q.posts)::int AS posts, sum(q.quota)::int AS quota, bool_or(q.posts > q.quota) AS over
        FROM positions.posts_against_quotas(${asOf}::date) q GROUP BY 1)
    SELECT u.unit_id AS id, u.unit_id AS "unitId", u.name AS "unitName", u.search_name, u.level, s.id AS "schemeId", s.number, s.valid_from AS "validFrom",
      coalesce(t.established, 0) AS established, coalesce(t.filled, 0) AS filled, coalesce(t.vacant, 0) AS vacant,
      CASE WHEN s.id IS NULL THEN 0 ELSE coalesce(t.excess, 0) END AS over,
      coalesce(l.holders, 0) AS unassigned, q.posts AS "postsUnderQuota", q.quota,
      CASE WHEN q.over THEN 'over-quota' WHEN s.id IS NULL THEN 'no-scheme' WHEN t.excess > 0 THEN 'over' WHEN t.vacant > 0 THEN 'vacant' END AS alarm
    FROM organization.units_on(${asOf}::date) u
    LEFT JOIN positions.scheme s ON s.unit_id = u.unit_id AND s.state = 'approved' AND s.valid_from <= ${asOf}::date AND (s.valid_until IS NULL OR s.valid_until > ${asOf}::date)
    LEFT JOIN stood t ON t.unit_id = u.unit_id LEFT JOIN loose l ON l.unit_id = u.unit_id LEFT JOIN against q ON q.unit_id = u.unit_id, reach
    WHERE (positions.is_body(u.level, u.kind) OR s.id IS NOT NULL) AND u.level <> 'commune' AND (reach.everywhere OR u.unit_id = ANY (reach.units))
      OR u.level = 'commune' AND (s.id IS NOT NULL OR t.filled > 0) AND (reach.everywhere OR u.unit_id = ANY (reach.units))`
}

export async function findTotals(db: Kysely<DB>, asOf: string) {
  const { rows: groups } = await sql<{ group: PositionGroup; established: number; filled: number; vacant: number; over: number }>`
    SELECT l."group", sum(l.established)::int AS established, sum(l.filled)::int AS filled, sum(l.vacant)::int AS vacant, sum(l.over)::int AS over
    FROM (${standingRows(db, asOf)}) l GROUP BY 1 ORDER BY array_position(ARRAY['leadership', 'specialised', 'shared', 'support'], l."group")`.execute(
    db,
  )
  const { rows } = await sql<{ unassigned: number; overQuota: number; withoutScheme: number }>`
    SELECT coalesce(sum(b.unassigned), 0)::int AS unassigned, count(*) FILTER (WHERE b.alarm = 'over-quota')::int AS "overQuota",
      count(*) FILTER (WHERE b."schemeId" IS NULL)::int AS "withoutScheme" FROM (${bodyRows(db, asOf)}) b`.execute(db)
  return { groups, ...(rows[0] ?? { unassigned: 0, overQuota: 0, withoutScheme: 0 }) }
}

export async function findOfUnit(db: Kysely<DB>, unitId: string, asOf: string): Promise<UnitPositions> {
  const { rows } = await sql<StandingRow>`
    SELECT l.* FROM (${standingRows(db, asOf)}) l WHERE l."unitId" = ${unitId}::uuid
    ORDER BY array_position(ARRAY['leadership', 'specialised', 'shared', 'support'], l."group"), l.code`.execute(db)
  const { rows: facts } = await sql<{ isBody: boolean; unassigned: number }>`
    SELECT positions.is_body(u.level, u.kind) AS "isBody",
      coalesce((SELECT h.holders FROM positions.holders_on(${asOf}::date) h WHERE h.unit_id = u.unit_id AND h.position_id IS NULL), 0) AS unassigned
    FROM organization.units_on(${asOf}::date) u WHERE u.unit_id = ${unitId}::uuid`.execute(db)
  const { rows: overQuota } = await sql<UnitPositions['overQuota'][number]>`
    SELECT q.family, q.posts, q.quota FROM positions.posts_against_quotas(${asOf}::date) q WHERE q.unit_id = ${unitId}::uuid AND q.posts > q.quota ORDER BY 1`.execute(
    db,
  )
  const { rows: schemes } = await sql<UnitPositions['schemes'][number]>`
    SELECT s.id, s.number, s.state, s.valid_from AS "validFrom", s.valid_until AS "validUntil",
      (SELECT coalesce(sum(l.posts), 0)::int FROM positions.scheme_line l WHERE l.scheme_id = s.id) AS posts,
      CASE WHEN s.unit_id <> ${unitId}::uuid THEN jsonb_build_object('id', s.unit_id, 'name', coalesce((SELECT o.name FROM organization.unit_version o
        WHERE o.unit_id = s.unit_id ORDER BY o.valid_from DESC NULLS LAST LIMIT 1), '')) END AS of
    FROM positions.scheme s
    WHERE (s.unit_id = ${unitId}::uuid OR s.ended_by IS NOT NULL AND s.unit_id IN (SELECT x.from_id FROM organization.succession x WHERE x.to_id = ${unitId}::uuid))
      AND (s.valid_from IS NULL OR s.valid_from <= ${asOf}::date)
    ORDER BY s.valid_from DESC NULLS FIRST LIMIT 40`.execute(db)
  return { ...(facts[0] ?? { isBody: false, unassigned: 0 }), rows, overQuota, schemes }
}

/** Main posts of a body on a day that stand in a position; in none where it is null. Names through the policies of people. */
export async function findHolders(
  db: Kysely<DB>,
  unitId: string,
  positionId: string | null,
  asOf: string,
  most: number,
): Promise<Holder[]> {
  const holds = (t: string) =>
    sql`${sql.ref(`${t}.valid_from`)} <= ${asOf}::date AND (${sql.ref(`${t}.valid_until`)} IS NULL OR ${sql.ref(`${t}.valid_until`)} > ${asOf}::date)`
  const unit = sql`LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = t.unit_id`
  const of = sql`t.unit_id IN (SELECT b.unit_id FROM positions.bodies_above(ARRAY(SELECT DISTINCT x.unit_id FROM organization.units_on(${asOf}::date) x), ${asOf}::date) b
    WHERE b.body_id = ${unitId}::uuid)`
  const { rows } =
    positionId === null
      ? await sql<Holder>`
        SELECT t.id AS "postId", NULL AS "assignmentId", p.id AS "personId", p.full_name AS "fullName", t.title, u.name AS "unitName", t.valid_from AS "validFrom"
        FROM people.post t JOIN people.person p ON p.id = t.person_id AND p.merged_into IS NULL ${unit}
        WHERE ${of} AND t.is_main AND ${holds('t')}
          AND NOT EXISTS (SELECT FROM positions.assignment a WHERE a.post_id = t.id AND a.person_id = t.person_id AND ${holds('a')})
        ORDER BY p.sort_name, t.id LIMIT ${most}`.execute(db)
      : await sql<Holder>`
        SELECT t.post_id AS "postId", t.id AS "assignmentId", p.id AS "personId", p.full_name AS "fullName", s.title, u.name AS "unitName", t.valid_from AS "validFrom"
        FROM positions.assignment t LEFT JOIN people.post s ON s.id = t.post_id LEFT JOIN people.person p ON p.id = t.person_id ${unit}
        WHERE ${of} AND t.position_id = ${positionId}::uuid AND ${holds('t')} AND (s.id IS NULL OR ${holds('s')})
        ORDER BY p.sort_name, t.id LIMIT ${most}`.execute(db)
  return rows
}

export interface Assignment {
  id: string
  personId: string
  postId: string
  unitId: string
  positionId: string
  validFrom: string
  validUntil: string | null
}

export async function findPost(db: Kysely<DB>, postId: string) {
  const { rows } = await sql<{
    id: string
    personId: string
    unitId: string
    isMain: boolean
    validFrom: string
    validUntil: string | null
  }>`
    SELECT t.id, t.person_id AS "personId", t.unit_id AS "unitId", t.is_main AS "isMain", t.valid_from AS "validFrom", t.valid_until AS "validUntil"
    FROM people.post t WHERE t.id = ${postId}::uuid`.execute(db)
  return rows[0]
}

const assignmentColumns = sql`a.id, a.person_id AS "personId", a.post_id AS "postId", a.unit_id AS "unitId", a.position_id AS "positionId",
  a.valid_from AS "validFrom", a.valid_until AS "validUntil"`

export async function findAssignment(db: Kysely<DB>, id: string): Promise<(Assignment & { endedByAct: boolean }) | undefined> {
  const { rows } = await sql<Assignment & { endedByAct: boolean }>`
    SELECT ${assignmentColumns}, a.ended_by IS NOT NULL AS "endedByAct" FROM positions.assignment a WHERE a.id = ${id}::uuid`.execute(
    db,
  )
  return rows[0]
}

export async function findAssignmentsOf(db: Kysely<DB>, postId: string): Promise<Assignment[]> {
  const { rows } = await sql<Assignment>`
    SELECT ${assignmentColumns} FROM positions.assignment a WHERE a.post_id = ${postId}::uuid ORDER BY a.valid_from`.execute(db)
  return rows
}

export async function insertAssignments(db: Kysely<DB>, rows: readonly Assignment[], at: string): Promise<void> {
  await sql`INSERT INTO positions.assignment (id, person_id, post_id, unit_id, position_id, valid_from, valid_until, recorded_at)
    SELECT r.id, r."personId", r."postId", r."unitId", r."positionId", r."validFrom", r."validUntil", ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "personId" uuid, "postId" uuid, "unitId" uuid, "positionId" uuid,
      "validFrom" date, "validUntil" date)`.execute(db)
}

/** Each into the main post that the person holds in the unit on its day, for as long as the post; the number that found one. */
export async function insertIntoPosts(
  db: Kysely<DB>,
  rows: readonly { id: string; personId: string; unitId: string; positionId: string; from: string }[],
  at: string,
): Promise<number> {
  const result =
    await sql`INSERT INTO positions.assignment (id, person_id, post_id, unit_id, position_id, valid_from, valid_until, recorded_at)
    SELECT r.id, r."personId", t.id, r."unitId", r."positionId", r."from", t.valid_until, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "personId" uuid, "unitId" uuid, "positionId" uuid, "from" date)
    JOIN people.post t ON t.person_id = r."personId" AND t.unit_id = r."unitId" AND t.is_main AND t.valid_from <= r."from"
      AND (t.valid_until IS NULL OR t.valid_until > r."from")`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

export async function updateAssignmentEnd(db: Kysely<DB>, id: string, until: string | null): Promise<void> {
  await sql`UPDATE positions.assignment SET valid_until = ${until}::date WHERE id = ${id}::uuid`.execute(db)
}

export async function deleteAssignment(db: Kysely<DB>, id: string): Promise<void> {
  await sql`DELETE FROM positions.assignment WHERE id = ${id}::uuid`.execute(db)
}
