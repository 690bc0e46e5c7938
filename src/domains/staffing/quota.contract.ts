import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { quotaActs, quotaKinds } from './quota.rules.ts'
import { can } from './staffing.permissions.ts'

export const QuotaKind = z.enum(quotaKinds)
export const standings = ['over', 'unfilled', 'filled', 'reserve'] as const

const about = { tags: ['staffing'] }
const kindChoices = quotaKinds.map((value) => ({ value, title: `staffing.kinds.${value}` }))

/** Quota against people on a day, a row for each holder and kind. */
export const quotaList: ListShape = {
  id: 'quotas',
  title: 'staffing.quotas',
  columns: [
    { key: 'unitName', title: 'staffing.holder', type: 'text', sortable: true, shown: true, width: 300 },
    { key: 'kind', title: 'staffing.kind', type: 'text', words: 'staffing.kinds', sortable: true, shown: true, width: 220 },
    { key: 'year', title: 'staffing.assignedFor', type: 'text', sortable: true, shown: true, width: 110 },
    { key: 'assigned', title: 'staffing.assigned', type: 'number', sortable: true, shown: false, width: 110 },
    { key: 'moved', title: 'staffing.moved', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'quota', title: 'staffing.quota', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'heads', title: 'staffing.heads', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'difference', title: 'staffing.difference', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'standing', title: 'staffing.standing', type: 'text', words: 'staffing.standings', shown: true, width: 150 },
  ],
  filters: [
    { key: 'kind', title: 'staffing.kind', choices: kindChoices },
    {
      key: 'standing',
      title: 'staffing.standing',
      choices: standings.map((value) => ({ value, title: `staffing.standings.${value}` })),
    },
    { key: 'unitId', title: 'staffing.holder', picker: 'organization.pickUnit' },
  ],
  defaultSort: 'unitName',
  searchable: true,
}

export const QuotaRow = z.object({
  /** Of the line: body and kind together, no record of its own. */
  id: z.string(),
  /** Null: the reserve. */
  unitId: Id.nullable(),
  unitName: z.string(),
  kind: QuotaKind,
  /** The year it was last assigned for: an earlier one where nothing is decided yet for the year of the day. */
  year: z.string(),
  assigned: z.number().int(),
  moved: z.number().int(),
  quota: z.number().int(),
  heads: z.number().int().nullable(),
  difference: z.number().int().nullable(),
  standing: z.enum(standings),
})
export type QuotaRow = z.infer<typeof QuotaRow>

/** Quota decisions, newest first. */
export const decisionList: ListShape = {
  id: 'quotaDecisions',
  title: 'staffing.decisions',
  columns: [
    { key: 'number', title: 'staffing.number', type: 'text', sortable: true, shown: true, width: 190 },
    { key: 'decidedOn', title: 'staffing.decidedOn', type: 'date', sortable: true, shown: true, width: 120 },
    { key: 'issuer', title: 'staffing.issuer', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'act', title: 'staffing.act', type: 'text', words: 'staffing.acts', sortable: true, shown: true, width: 160 },
    { key: 'year', title: 'staffing.year', type: 'text', sortable: true, shown: true, width: 90 },
    { key: 'posts', title: 'staffing.posts', type: 'number', sortable: true, shown: true, width: 110 },
    { key: 'effectiveOn', title: 'staffing.effectiveOn', type: 'date', sortable: true, shown: false, width: 120 },
  ],
  filters: [
    {
      key: 'act',
      title: 'staffing.act',
      choices: [...quotaActs, 'follow'].map((value) => ({ value, title: `staffing.acts.${value}` })),
    },
    { key: 'year', title: 'staffing.year', typed: 'text' },
  ],
  defaultSort: '-decidedOn',
  searchable: true,
}

export const DecisionRow = z.object({
  id: Id,
  number: z.string(),
  decidedOn: z.string(),
  issuer: z.string(),
  act: z.string(),
  year: z.string(),
  /** Posts given, taken or moved. */
  posts: z.number().int(),
  effectiveOn: z.string(),
})
export type DecisionRow = z.infer<typeof DecisionRow>

export const QuotaEntry = z.object({
  id: Id,
  unitId: Id.nullable(),
  unitName: z.string(),
  kind: QuotaKind,
  amount: z.number().int(),
  staff: z.string().nullable(),
})
export const Decision = DecisionRow.extend({ note: z.string().nullable(), entries: z.array(QuotaEntry) })
export type Decision = z.infer<typeof Decision>

/** What one holder's quota of a day is made of. */
export const UnitQuota = z.object({
  rows: z.array(QuotaRow),
  entries: z.array(
    z.object({
      id: Id,
      decisionId: Id,
      number: z.string(),
      effectiveOn: z.string(),
      act: z.string(),
      kind: QuotaKind,
      amount: z.number().int(),
    }),
  ),
})
export type UnitQuota = z.infer<typeof UnitQuota>

export const QuotaLine = z.object({
  /** Absent: the reserve. */
  unitId: Id.nullable().default(null),
  kind: QuotaKind,
  side: z.enum(['from', 'to']).optional(),
  amount: z.number().int().min(1).max(1_000_000),
  staff: z.string().trim().max(200).nullable().default(null),
})

export const quotaContract = {
  listQuotas: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quotas', summary: 'Quota against people on a day', ...about })
    .input(listInput(quotaList))
    .output(page(QuotaRow)),
  exportQuotas: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quotas/export', summary: 'Quotas as Excel, CSV or a Word table', ...about })
    .input(exportInput(quotaList))
    .output(z.file()),
  quotaTotals: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quotas/totals', summary: 'Quota and people by kind on a day', ...about })
    .input(z.object({ asOf: z.iso.date().optional() }))
    .output(
      z.array(
        z.object({
          kind: QuotaKind,
          /** The latest year that any of it was assigned for. */
          year: z.number().int(),
          quota: z.number().int(),
          reserve: z.number().int(),
          heads: z.number().int(),
          over: z.number().int(),
          unfilled: z.number().int(),
        }),
      ),
    ),
  quotasOfUnit: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/units/{unitId}/quotas', summary: 'The quotas of one unit on a day', ...about })
    .input(z.object({ unitId: Id, asOf: z.iso.date().optional() }))
    .output(UnitQuota),
  listDecisions: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quota-decisions', summary: 'Decisions on quotas', ...about })
    .input(listInput(decisionList))
    .output(page(DecisionRow)),
  exportDecisions: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quota-decisions/export', summary: 'Decisions on quotas as a file', ...about })
    .input(exportInput(decisionList))
    .output(z.file()),
  getDecision: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quota-decisions/{id}', summary: 'One decision with its entries', ...about })
    .input(z.object({ id: Id }))
    .output(Decision),
  decisionHistory: operation(can.readQuota)
    .route({ method: 'GET', path: '/staffing/quota-decisions/{id}/history', summary: 'Who recorded what of it', ...about })
    .input(z.object({ id: Id }))
    .output(z.array(HistoryEvent)),
  recordDecision: operation(can.changeQuota)
    .route({ method: 'POST', path: '/staffing/quota-decisions', summary: 'Record a decision on quotas', ...about })
    .input(
      z.object({
        act: z.enum(quotaActs),
        number: z.string().trim().min(1).max(100),
        decidedOn: z.iso.date(),
        issuer: z.string().trim().min(1).max(200),
        year: z.number().int().min(1990).max(2100),
        effectiveOn: z.iso.date(),
        note: z.string().trim().max(1000).nullable().default(null),
        lines: z.array(QuotaLine).min(1).max(2000),
      }),
    )
    .output(z.object({ id: Id })),
  withdrawDecision: operation(can.changeQuota)
    .route({
      method: 'POST',
      path: '/staffing/quota-decisions/{id}/withdraw',
      summary: 'Take back a decision that was recorded wrongly',
      ...about,
    })
    .input(z.object({ id: Id, reason: z.string().trim().min(1).max(500) }))
    .output(Done),
}
