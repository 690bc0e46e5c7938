import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { DocumentModel } from '#engines/indicators/document.contract.ts'
import type { Edition } from './report.contract.ts'

export interface ReportRow {
  id: string
  templateCode: string
  title: { vi: string; en: string }
  period: string
  formerPeriod: string | null
  parameters: Record<string, string | number>
}

const reportColumns = sql`id, template_code AS "templateCode", jsonb_build_object('vi', title_vi, 'en', title_en) AS title, period,
  former_period AS "formerPeriod", parameters`

export async function findReports(db: Kysely<DB>): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`SELECT ${reportColumns} FROM reports.report ORDER BY period DESC, id`.execute(db)
  return rows
}

export async function findReport(db: Kysely<DB>, id: string): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`SELECT ${reportColumns} FROM reports.report WHERE id = ${id}`.execute(db)
  return rows[0]
}

export async function insertReport(db: Kysely<DB>, r: ReportRow & { periodFrom: string; periodUntil: string }): Promise<void> {
  await sql`
    INSERT INTO reports.report (id, template_code, title_vi, title_en, period, period_from, period_until, former_period, parameters)
    VALUES (${r.id}, ${r.templateCode}, ${r.title.vi}, ${r.title.en}, ${r.period}, ${r.periodFrom}, ${r.periodUntil}, ${r.formerPeriod},
      ${JSON.stringify(r.parameters)}::jsonb)`.execute(db)
}

/** An edition as stored; the sealed document is fetched apart, for it is large. */
export interface EditionRow extends Omit<Edition, 'steps'> {
  templateId: string
  draftedByName: string
  draftedAt: string
  checkedByName: string | null
  checkedAt: string | null
  approvedByName: string | null
  approvedAt: string | null
  sealedByName: string | null
  sealedAt: string | null
}

const editionRows = sql`
  SELECT e.id, e.report_id AS "reportId", e.number, e.status, e.template_id AS "templateId", t.version AS "templateVersion",
    e.document_number AS "documentNumber", e.document_date AS "documentDate", e.supersedes, e.drafted_by_name AS "draftedByName", e.drafted_at AS "draftedAt",
    e.checked_by_name AS "checkedByName", e.checked_at AS "checkedAt", e.approved_by_name AS "approvedByName", e.approved_at AS "approvedAt",
    e.sealed_by_name AS "sealedByName", e.sealed_at AS "sealedAt"
  FROM reports.edition e JOIN reports.template t ON t.id = e.template_id`

export async function findEditions(db: Kysely<DB>, reportId: string): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`${editionRows} WHERE e.report_id = ${reportId} ORDER BY e.number DESC`.execute(db)
  return rows
}

/** With `lock`, later steps on the same edition wait for this transaction. */
export async function findEdition(db: Kysely<DB>, id: string, lock = false): Promise<EditionRow | undefined> {
  const { rows } = await sql<EditionRow>`${editionRows} WHERE e.id = ${id}::uuid ${lock ? sql`FOR UPDATE OF e` : sql``}`.execute(
    db,
  )
  return rows[0]
}

export async function insertEdition(
  db: Kysely<DB>,
  e: { id: string; reportId: string; number: number; templateId: string; supersedes: string | null; by: string; at: string },
): Promise<void> {
  await sql`
    INSERT INTO reports.edition (id, report_id, number, status, template_id, supersedes, drafted_by_name, drafted_at)
    VALUES (${e.id}::uuid, ${e.reportId}, ${e.number}, 'draft', ${e.templateId}::uuid, ${e.supersedes}::uuid, ${e.by}, ${e.at}::timestamptz)`.execute(
    db,
  )
}

export async function updateNumber(db: Kysely<DB>, id: string, number: string | null, date: string): Promise<void> {
  await sql`UPDATE reports.edition SET document_number = ${number}, document_date = ${date} WHERE id = ${id}::uuid`.execute(db)
}

export async function updateStep(
  db: Kysely<DB>,
  id: string,
  step: 'checked' | 'approved',
  by: string,
  at: string,
): Promise<void> {
  await sql`UPDATE reports.edition SET status = ${step}, ${sql.ref(`${step}_by_name`)} = ${by}, ${sql.ref(`${step}_at`)} = ${at}::timestamptz WHERE id = ${id}::uuid`.execute(
    db,
  )
}

export async function returnToDraft(db: Kysely<DB>, id: string): Promise<void> {
  await sql`UPDATE reports.edition SET status = 'draft', checked_by_name = NULL, checked_at = NULL, approved_by_name = NULL, approved_at = NULL WHERE id = ${id}::uuid`.execute(
    db,
  )
}

export async function updateTemplateOf(db: Kysely<DB>, id: string, templateId: string): Promise<void> {
  await sql`UPDATE reports.edition SET template_id = ${templateId}::uuid WHERE id = ${id}::uuid`.execute(db)
}

export async function sealEdition(db: Kysely<DB>, id: string, document: DocumentModel, by: string, at: string): Promise<void> {
  await sql`UPDATE reports.edition SET status = 'sealed', document = ${JSON.stringify(document)}::jsonb, sealed_by_name = ${by}, sealed_at = ${at}::timestamptz
    WHERE id = ${id}::uuid`.execute(db)
}

export async function readSealedDocument(db: Kysely<DB>, id: string): Promise<DocumentModel | null> {
  const { rows } = await sql<{
    document: DocumentModel | null
  }>`SELECT document FROM reports.edition WHERE id = ${id}::uuid`.execute(db)
  return rows[0]?.document ?? null
}
