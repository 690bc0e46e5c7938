import { sql } from 'kysely'
import { defineCheck, type Found } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './positions.permissions.ts'

const nameOf = (unit: string) =>
  sql`coalesce((SELECT o.name FROM organization.unit_version o WHERE o.unit_id = ${sql.ref(unit)} ORDER BY o.valid_from DESC NULLS LAST LIMIT 1), '')`

async function linesOutOfForce(ctx: Ctx): Promise<Found[]> {
  const { rows } = await sql<{ scheme: string; number: string; unit: string; position: string; on: string }>`
    SELECT s.id AS scheme, s.number, ${nameOf('s.unit_id')} AS unit, p.name AS position, greatest(s.valid_from, p.valid_until) AS "on"
    FROM positions.scheme_line l JOIN positions.scheme s ON s.id = l.scheme_id JOIN positions.position p ON p.id = l.position_id
    WHERE s.state = 'approved' AND (p.valid_from > s.valid_from OR p.valid_until < coalesce(s.valid_until, 'infinity')) ORDER BY s.valid_from, s.id, p.code`.execute(
    ctx.db,
  )
  return rows.map(({ scheme, number, unit, position, on }) => ({
    rule: 'in-force',
    record: `${unit}, ${number}`,
    link: `/vi-tri-viec-lam/de-an/${scheme}`,
    on,
    params: { position },
  }))
}

async function schemesTwice(ctx: Ctx): Promise<Found[]> {
  const { rows } = await sql<{ id: string; unit: string; number: string; other: string; on: string }>`
    SELECT s.id, ${nameOf('s.unit_id')} AS unit, s.number, o.number AS other, s.valid_from AS "on" FROM positions.scheme s JOIN positions.scheme o
      ON o.unit_id = s.unit_id AND o.id <> s.id AND o.state = 'approved' AND o.valid_from <= s.valid_from AND (o.valid_until IS NULL OR o.valid_until > s.valid_from)
    WHERE s.state = 'approved' AND (o.valid_from, o.id) < (s.valid_from, s.id)`.execute(ctx.db)
  return rows.map(({ id, unit, number, other, on }) => ({
    rule: 'one-scheme',
    record: `${unit}, ${number}`,
    link: `/vi-tri-viec-lam/de-an/${id}`,
    on,
    params: { other },
  }))
}

async function outsidePosts(ctx: Ctx): Promise<Found[]> {
  const { rows } = await sql<{ person: string; name: string; position: string; on: string }>`
    SELECT a.person_id AS person, coalesce(p.full_name, '') AS name, x.name AS position,
      CASE WHEN t.id IS NULL OR a.valid_from < t.valid_from THEN a.valid_from ELSE t.valid_until END AS "on"
    FROM positions.assignment a JOIN positions.position x ON x.id = a.position_id
    LEFT JOIN people.post t ON t.id = a.post_id AND t.person_id = a.person_id AND t.unit_id = a.unit_id LEFT JOIN people.person p ON p.id = a.person_id
    WHERE t.id IS NULL OR a.valid_from < t.valid_from
      -- One that names no last day ends with its post; one that names a later day than its post does not.
      OR (t.valid_until IS NOT NULL AND a.valid_until > t.valid_until) ORDER BY a.valid_from, a.id`.execute(ctx.db)
  return rows.map(({ person, name, position, on }) => ({
    rule: 'within-post',
    record: name,
    link: `/con-nguoi/${person}`,
    on,
    params: { position },
  }))
}

/** Posts and schemes of units that are not there. */
async function outsideUnits(ctx: Ctx): Promise<Found[]> {
  const { rows } = await sql<{ rule: string; link: string; record: string; on: string }>`
    WITH life AS MATERIALIZED (
      SELECT v.unit_id, range_agg(daterange(v.valid_from, v.valid_until)) AS days FROM organization.unit_version v GROUP BY 1)
    SELECT 'scheme-within-unit' AS rule, '/vi-tri-viec-lam/de-an/' || s.id AS link, ${nameOf('s.unit_id')} || ', ' || s.number AS record, s.valid_from AS "on"
    FROM positions.scheme s LEFT JOIN life ON life.unit_id = s.unit_id
    WHERE s.state = 'approved' AND NOT coalesce(life.days @> daterange(s.valid_from, s.valid_until), false)
    UNION ALL
    SELECT 'post-within-unit', '/con-nguoi/' || t.person_id, p.full_name || ', ' || t.title, t.valid_from
    FROM people.post t JOIN people.person p ON p.id = t.person_id LEFT JOIN life ON life.unit_id = t.unit_id
    WHERE NOT coalesce(life.days @> daterange(t.valid_from, t.valid_until), false)`.execute(ctx.db)
  return rows
}

export const positionChecks = defineCheck({
  name: 'positions.checks.positions',
  rules: ['in-force', 'one-scheme', 'within-post', 'scheme-within-unit', 'post-within-unit'],
  permission: can.readScheme,
  find: async (ctx) => [
    ...(await linesOutOfForce(ctx)),
    ...(await schemesTwice(ctx)),
    ...(await outsidePosts(ctx)),
    ...(await outsideUnits(ctx)),
  ],
})
