import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { parse } from 'yaml'
import { z } from 'zod'
import { assetPath } from '#kernel/assets.ts'
import type { Domain } from '#kernel/domain.ts'
import { reaches } from '#kernel/permissions.ts'

const Roles = z.record(
  z.string(),
  z.object({
    title: z.object({ vi: z.string(), en: z.string() }),
    description: z.object({ vi: z.string(), en: z.string() }),
    /** Whether who holds the role must sign in in two steps; an administrator may settle it otherwise. */
    second_factor: z.enum(['required', 'optional']).default('optional'),
    grants: z.record(z.string(), z.record(z.string(), z.enum(reaches))),
  }),
)
export type Roles = z.infer<typeof Roles>

/**
 * Reads roles.yaml.
 *
 * @throws Error naming every permission no domain declares: the program does not start on a role that grants nothing.
 */
export function readRoles(domains: Domain[], file = assetPath('app/roles.yaml')): Roles {
  const roles = Roles.parse(parse(readFileSync(file, 'utf8')))
  const known = new Set(domains.flatMap((d) => Object.values(d.permissions).map((p) => p.id)))
  const unknown = Object.entries(roles).flatMap(([role, { grants }]) =>
    Object.entries(grants).flatMap(([domain, g]) =>
      Object.keys(g).flatMap((key) => (known.has(`${domain}.${key}`) ? [] : [`${role}: ${domain}.${key}`])),
    ),
  )
  if (unknown.length > 0) throw new Error(`roles.yaml grants what no domain declares: ${unknown.join('; ')}`)
  return roles
}

/** Brings roles and grants in the database to what roles.yaml says, in one transaction. Roles in use are never deleted, only emptied. */
export async function syncRoles(pool: pg.Pool, roles: Roles): Promise<void> {
  const rows = Object.entries(roles).map(([code, r], position) => ({
    code,
    position,
    vi: r.title.vi,
    en: r.title.en,
    dvi: r.description.vi,
    den: r.description.en,
    second: r.second_factor === 'required',
  }))
  const grants = Object.entries(roles).flatMap(([role, r]) =>
    Object.entries(r.grants).flatMap(([domain, g]) =>
      Object.entries(g).map(([key, reach]) => ({ role, permission: `${domain}.${key}`, reach })),
    ),
  )
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO access.role (code, title_vi, title_en, description_vi, description_en, position, second_factor)
       SELECT code, vi, en, dvi, den, position, second
       FROM jsonb_to_recordset($1::jsonb) AS r(code text, vi text, en text, dvi text, den text, position int, second boolean)
       ON CONFLICT (code) DO UPDATE SET title_vi = excluded.title_vi, title_en = excluded.title_en, description_vi = excluded.description_vi,
         description_en = excluded.description_en, position = excluded.position, second_factor = excluded.second_factor`,
      [JSON.stringify(rows)],
    )
    await client.query('DELETE FROM access.role_permission')
    await client.query(
      `INSERT INTO access.role_permission (role, permission, reach)
       SELECT role, permission, reach FROM jsonb_to_recordset($1::jsonb) AS r(role text, permission text, reach text)`,
      [JSON.stringify(grants)],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
