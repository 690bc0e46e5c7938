import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { ActionLine, Decision, PersonAction } from './decision.contract.ts'
import type { DecidedLeave } from './decision-effects.ts'
import { type DecisionKind, decisionKinds, type DecisionState } from './decision-kinds.rules.ts'

const groupOf = (column: RawBuilder<unknown>) =>
  sql`CASE ${column} ${sql.join(
    Object.entries(decisionKinds).map(([kind, { group }]) => sql`WHEN ${sql.lit(kind)} THEN ${sql.lit(group)}`),
    sql` `,
  )} END`

/** Of a territory the body that governs it decides, and is worked in. */
const bodyName = sql`CASE WHEN v.short_name LIKE 'UBND %' THEN v.short_name ELSE v.name END`

/** Name of a unit on the day of a decision, or its latest one. */
const unitNameOn = (unit: RawBuilder<unknown>, day: RawBuilder<unknown>) => sql`coalesce(
  (SELECT ${bodyName} FROM organization.unit_version v WHERE v.unit_id = ${unit} AND (v.valid_from IS NULL OR v.valid_from <= ${day})
    AND (v.valid_until IS NULL OR v.valid_until > ${day}) LIMIT 1),
  (SELECT ${bodyName} FROM organization.unit_version v WHERE v.unit_id = ${unit} ORDER BY v.valid_from DESC NULLS LAST LIMIT 1), '')`

/** Rows of the list on a day: in force is what has been signed and has taken effect by then. */
export function decisionRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT d.id, d.number, d.issued_on AS "issuedOn", d.issuer_id AS "issuerId", ${unitNameOn(sql`d.issuer_id`, sql`d.issued_on`)} AS issuer, d.subject, d.kind,
      ${groupOf(sql`d.kind`)} AS "group", d.level, d.state, d.issued_year::text AS year, n.lines, n.first AS "effectiveOn",
      CASE WHEN d.state = 'signed' THEN CASE WHEN n.first <= ${asOf}::date THEN 'in-force' ELSE 'coming' END ELSE d.state END AS standing,
      kernel.fold(d.number || ' ' || d.subject || ' ' || coalesce(d.signer, '')) AS search_text
    FROM careers.decision d
    CROSS JOIN LATERAL (SELECT count(*)::int AS lines, min(a.effective_on) AS first FROM careers.action a WHERE a.decision_id = d.id) n`
}

export type DecisionHead = Omit<Decision, 'actions' | 'files' | 'may'> & { draftedBy: string; checkedBy: string | null }

export async function findDecision(db: Kysely<DB>, id: string, asOf: string): Promise<DecisionHead | undefined> {
  const { rows } = await sql<DecisionHead>`
    SELECT l.id, l.number, l."issuedOn", l."issuerId", l.issuer, l.subject, l.kind, l."group", l.level, l.state, l.year, l.lines, l."effectiveOn", l.standing,
      d.signer, d.signer_title AS "signerTitle", d.legal_basis AS "legalBasis", d.recorded_signed AS "recordedSigned", d.drafted_by AS "draftedBy",
      d.drafted_name AS "draftedName", d.checked_by AS "checkedBy", d.checked_name AS "checkedName", d.checked_at::text AS "checkedAt", d.signed_name AS "signedName",
      d.signed_at::text AS "signedAt", d.withdrawn_name AS "withdrawnName", d.withdrawn_at::text AS "withdrawnAt", d.withdrawn_reason AS "withdrawnReason"
    FROM (${decisionRows(db, asOf)}) l JOIN careers.decision d ON d.id = l.id WHERE d.id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function findActions(db: Kysely<DB>, decisionId: string): Promise<ActionLine[]> {
  const { rows } = await sql<ActionLine>`
    SELECT a.id, a.line, a.kind, a.person_id AS "personId", coalesce(p.full_name, '') AS "personName", a.unit_id AS "unitId",
      CASE WHEN a.unit_id IS NULL THEN '' ELSE ${unitNameOn(sql`a.unit_id`, sql`a.effective_on`)} END AS "unitName", a.category,
      a.effective_on AS "effectiveOn", a.details, CASE WHEN a.to_unit_id IS NOT NULL THEN ${unitNameOn(sql`a.to_unit_id`, sql`a.effective_on`)} END AS "toUnitName", a.note
    FROM careers.action a LEFT JOIN people.person p ON p.id = a.person_id WHERE a.decision_id = ${decisionId}::uuid ORDER BY a.line`.execute(
    db,
  )
  return rows
}

export interface NewDecision {
  id: string
  kind: DecisionKind
  number: string
  issuedOn: string
  issuerId: string
  signer: string | null
  signerTitle: string | null
  subject: string
  legalBasis: string | null
  level: string
  state: 'draft' | 'signed'
  recordedSigned: boolean
  by: string
  byName: string
}

/** Writes decisions: as drafts, or as signed elsewhere before they were recorded. */
export async function insertDecisions(db: Kysely<DB>, rows: readonly NewDecision[], at: string): Promise<void> {
  await sql`
    INSERT INTO careers.decision (id, kind, number, issued_on, issuer_id, signer, signer_title, subject, legal_basis, level, state, recorded_signed,
      drafted_by, drafted_name, drafted_at, signed_by, signed_name, signed_at)
    SELECT r.id, r.kind, r.number, r."issuedOn", r."issuerId", r.signer, r."signerTitle", r.subject, r."legalBasis", r.level, r.state, r."recordedSigned",
      r.by, r."byName", ${at}::timestamptz, CASE WHEN r.state = 'signed' THEN r.by END, CASE WHEN r.state = 'signed' THEN r."byName" END,
      CASE WHEN r.state = 'signed' THEN ${at}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, kind text, number text, "issuedOn" date, "issuerId" uuid, signer text, "signerTitle" text,
      subject text, "legalBasis" text, level text, state text, "recordedSigned" boolean, by text, "byName" text)`.execute(db)
}

export async function updateDraft(db: Kysely<DB>, row: NewDecision): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE careers.decision SET kind = ${row.kind}, number = ${row.number}, issued_on = ${row.issuedOn}, issuer_id = ${row.issuerId}::uuid, signer = ${row.signer},
      signer_title = ${row.signerTitle}, subject = ${row.subject}, legal_basis = ${row.legalBasis}, level = ${row.level}
    WHERE id = ${row.id}::uuid AND state = 'draft'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export interface NewAction {
  id: string
  decisionId: string
  issuerId: string
  state: 'draft' | 'signed'
  line: number
  kind: DecisionKind
  personId: string
  unitId: string | null
  category: string | null
  effectiveOn: string
  details: unknown
  note: string | null
}

export async function insertActions(db: Kysely<DB>, rows: readonly NewAction[]): Promise<void> {
  await sql`
    INSERT INTO careers.action (id, decision_id, issuer_id, state, line, kind, person_id, unit_id, category, effective_on, details, note)
    SELECT r.id, r."decisionId", r."issuerId", r.state, r.line, r.kind, r."personId", r."unitId", r.category, r."effectiveOn", r.details, r.note
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "decisionId" uuid, "issuerId" uuid, state text, line int, kind text, "personId" uuid,
      "unitId" uuid, category text, "effectiveOn" date, details jsonb, note text)`.execute(db)
}

export async function deleteActions(db: Kysely<DB>, decisionId: string): Promise<void> {
  await sql`DELETE FROM careers.action WHERE decision_id = ${decisionId}::uuid`.execute(db)
}

export async function deleteDraft(db: Kysely<DB>, id: string): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM careers.decision WHERE id = ${id}::uuid AND state = 'draft'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Moves a decision on, with who did it; none changed when it was not in the state it should be, or out of reach. */
export async function moveState(
  db: Kysely<DB>,
  id: string,
  move: { from: DecisionState; to: DecisionState; by: string; byName: string; at: string; reason?: string },
): Promise<number> {
  const by = sql`${move.by}`
  const name = sql`${move.byName}`
  const at = sql`${move.at}::timestamptz`
  const marks = {
    draft: sql`checked_by = NULL, checked_name = NULL, checked_at = NULL`,
    checked: sql`checked_by = ${by}, checked_name = ${name}, checked_at = ${at}`,
    signed: sql`signed_by = ${by}, signed_name = ${name}, signed_at = ${at}`,
    withdrawn: sql`withdrawn_by = ${by}, withdrawn_name = ${name}, withdrawn_at = ${at}, withdrawn_reason = ${move.reason ?? ''}`,
  }
  const { numAffectedRows } = await sql`UPDATE careers.decision SET state = ${move.to}, ${marks[move.to]}
    WHERE id = ${id}::uuid AND state = ${move.from}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export interface StoredEffect {
  id: string
  actionId: string
  did: 'begun' | 'ended' | 'recorded'
  relation: string
  rowId: string
  before: Record<string, unknown> | null
  after: Record<string, unknown>
}

export async function insertEffects(db: Kysely<DB>, rows: readonly StoredEffect[]): Promise<void> {
  await sql`
    INSERT INTO careers.effect (id, action_id, did, relation, row_id, before, after)
    SELECT r.id, r."actionId", r.did, r.relation, r."rowId", r.before, r.after
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "actionId" uuid, did text, relation text, "rowId" uuid, before jsonb, after jsonb)`.execute(
    db,
  )
}

export async function findEffects(
  db: Kysely<DB>,
  decisionId: string,
): Promise<(StoredEffect & { line: number; personId: string })[]> {
  const { rows } = await sql<StoredEffect & { line: number; personId: string }>`
    SELECT e.id, e.action_id AS "actionId", e.did, e.relation, e.row_id AS "rowId", e.before, e.after, a.line, a.person_id AS "personId"
    FROM careers.effect e JOIN careers.action a ON a.id = e.action_id WHERE a.decision_id = ${decisionId}::uuid ORDER BY a.line, e.id`.execute(
    db,
  )
  return rows
}

/** Leave and maternity decided for people by signed decisions. */
export async function findLeaves(db: Kysely<DB>, personIds: readonly string[]): Promise<DecidedLeave[]> {
  const { rows } = await sql<DecidedLeave>`
    SELECT a.person_id AS "personId", a.effective_on AS "from", (a.details ->> 'until') AS until, d.number
    FROM careers.action a JOIN careers.decision d ON d.id = a.decision_id
    WHERE a.person_id = ANY (${personIds}::uuid[]) AND a.state = 'signed' AND a.kind IN ('unpaid-leave', 'maternity')`.execute(db)
  return rows
}

/** Names of units that exist on days. */
export async function findUnitsOn(
  db: Kysely<DB>,
  asked: readonly { unitId: string; day: string }[],
): Promise<{ unitId: string; day: string; name: string }[]> {
  const { rows } = await sql<{ unitId: string; day: string; name: string }>`
    SELECT DISTINCT ON (r."unitId", r.day) r."unitId", r.day, ${bodyName} AS name FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS r("unitId" uuid, day date)
    JOIN organization.unit_version v ON v.unit_id = r."unitId" AND (v.valid_from IS NULL OR v.valid_from <= r.day) AND (v.valid_until IS NULL OR v.valid_until > r.day)`.execute(
    db,
  )
  return rows
}

/** Of these units, those in which the actor may not do what a permission allows. */
export async function findBeyond(db: Kysely<DB>, permission: string, units: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT u AS id FROM unnest(${units}::uuid[]) u WHERE NOT access.reaches_all(${permission}) AND NOT u = ANY (access.reach_units(${permission}))`.execute(
    db,
  )
  return rows.map((r) => r.id)
}

/** Of these decisions, those whose number their body has used in the year for another, within reach or not. */
export async function findNumbersUsed(
  db: Kysely<DB>,
  numbers: readonly { id: string; issuerId: string; number: string; year: number }[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT r.id FROM jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) AS r(id uuid, "issuerId" uuid, number text, year int)
    WHERE careers.number_used(r."issuerId", r.year, r.number, r.id)`.execute(db)
  return rows.map((r) => r.id)
}

/** Signed and withdrawn decisions about one person, newest first; drafts as far as they are in reach. */
export async function findOfPerson(
  db: Kysely<DB>,
  personId: string,
): Promise<(Omit<PersonAction, 'detail'> & { details: ActionLine['details']; toUnitName: string | null })[]> {
  const { rows } = await sql<Omit<PersonAction, 'detail'> & { details: ActionLine['details']; toUnitName: string | null }>`
    SELECT a.id, d.id AS "decisionId", d.number, d.issued_on AS "issuedOn", ${unitNameOn(sql`d.issuer_id`, sql`d.issued_on`)} AS issuer, a.kind,
      a.effective_on AS "effectiveOn", a.details ->> 'until' AS until, d.state, a.details,
      CASE WHEN a.to_unit_id IS NOT NULL THEN ${unitNameOn(sql`a.to_unit_id`, sql`a.effective_on`)} END AS "toUnitName"
    FROM careers.action a JOIN careers.decision d ON d.id = a.decision_id WHERE a.person_id = ${personId}::uuid
    ORDER BY a.effective_on DESC, d.issued_on DESC, a.id`.execute(db)
  return rows
}

export async function findUnitsNamed(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT n AS id FROM careers.units_named(${ids}::uuid[]) n`.execute(db)
  return rows.map((r) => r.id)
}

export async function findPersonsNamed(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT n AS id FROM careers.persons_named(${ids}::uuid[]) n`.execute(db)
  return rows.map((r) => r.id)
}

/** What an action made and how its decision stands, for the check of decisions against files. */
export interface MadeBy {
  actionId: string
  decisionId: string
  number: string
  state: DecisionState
  kind: DecisionKind
  line: number
  personName: string
  effectiveOn: string
  effects: {
    did: string
    relation: string
    rowId: string
    after: { unitId?: string; title?: string; from?: string; until?: string | null }
  }[]
}

export async function findMade(db: Kysely<DB>): Promise<MadeBy[]> {
  const { rows } = await sql<MadeBy>`
    SELECT a.id AS "actionId", d.id AS "decisionId", d.number, d.state, a.kind, a.line, coalesce(p.full_name, '') AS "personName", a.effective_on AS "effectiveOn",
      coalesce(e.effects, '[]') AS effects
    FROM careers.action a JOIN careers.decision d ON d.id = a.decision_id LEFT JOIN people.person p ON p.id = a.person_id
    LEFT JOIN (SELECT action_id, jsonb_agg(jsonb_build_object('did', did, 'relation', relation, 'rowId', row_id, 'after', after)) AS effects
      FROM careers.effect GROUP BY 1) e ON e.action_id = a.id
    WHERE a.state IN ('signed', 'withdrawn') ORDER BY d.issued_on, d.number, a.line`.execute(db)
  return rows
}
