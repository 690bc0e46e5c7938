import { readFileSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { ReportTemplate, Sentence, TemplateBlock } from '#engines/indicators/template.contract.ts'
import { assetPath } from '#kernel/assets.ts'
import type { DB } from '#kernel/db.types.ts'
import type { Template } from './report.contract.ts'

const Part = z.object({ blocks: z.array(TemplateBlock), footnotes: z.record(z.string(), z.array(Sentence)) })

/** The yearly report as shipped: head and foot, and the two halves of its body. */
export function shippedTemplate(): ReportTemplate {
  const read = (name: string): unknown =>
    parseYaml(readFileSync(assetPath(`domains/reports/data/annual-report/${name}.yaml`), 'utf8'))
  const parts = ['part-1', 'part-2'].map((name) => Part.parse(read(name)))
  return ReportTemplate.parse({
    ...(read('template') as object),
    blocks: parts.flatMap((p) => p.blocks),
    footnotes: Object.assign({}, ...parts.map((p) => p.footnotes)) as unknown,
  })
}

const templateRows = sql`SELECT id, code, version, status, revision, jsonb_build_object('vi', title_vi, 'en', title_en) AS title, body,
  changed_by_name AS "changedBy", changed_at AS "changedAt" FROM reports.template`

export async function findTemplate(db: Kysely<DB>, code: string, status: 'draft' | 'approved'): Promise<Template | undefined> {
  const { rows } = await sql<Template>`${templateRows} WHERE code = ${code} AND status = ${status}`.execute(db)
  return rows[0]
}

export async function findTemplateById(db: Kysely<DB>, id: string): Promise<Template | undefined> {
  const { rows } = await sql<Template>`${templateRows} WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function lastVersion(db: Kysely<DB>, code: string): Promise<number> {
  const { rows } = await sql<{ n: number | null }>`SELECT max(version) AS n FROM reports.template WHERE code = ${code}`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

export async function insertTemplate(
  db: Kysely<DB>,
  t: { id: string; code: string; version: number; status: 'draft' | 'approved'; body: ReportTemplate; by: string; at: string },
): Promise<void> {
  await sql`
    INSERT INTO reports.template (id, code, version, status, title_vi, title_en, body, changed_by_name, changed_at)
    VALUES (${t.id}::uuid, ${t.code}, ${t.version}, ${t.status}, ${t.body.title.vi}, ${t.body.title.en}, ${JSON.stringify(t.body)}::jsonb, ${t.by}, ${t.at}::timestamptz)`.execute(
    db,
  )
}

/** @returns false when somebody saved in between. */
export async function updateDraft(
  db: Kysely<DB>,
  id: string,
  revision: number,
  body: ReportTemplate,
  by: string,
  at: string,
): Promise<boolean> {
  const result = await sql`
    UPDATE reports.template SET body = ${JSON.stringify(body)}::jsonb, title_vi = ${body.title.vi}, title_en = ${body.title.en}, revision = revision + 1,
      changed_by_name = ${by}, changed_at = ${at}::timestamptz WHERE id = ${id}::uuid AND revision = ${revision} AND status = 'draft'`.execute(
    db,
  )
  return result.numAffectedRows === 1n
}

/** @returns false when row-level security let nothing be changed. */
export async function updateStatus(db: Kysely<DB>, id: string, status: 'approved' | 'replaced'): Promise<boolean> {
  const result = await sql`UPDATE reports.template SET status = ${status} WHERE id = ${id}::uuid`.execute(db)
  return result.numAffectedRows === 1n
}

export async function findVersionIds(db: Kysely<DB>, code: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM reports.template WHERE code = ${code} ORDER BY version DESC`.execute(
    db,
  )
  return rows.map((r) => r.id)
}
