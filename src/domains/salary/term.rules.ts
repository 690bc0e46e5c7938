import { addDays, addMonths } from '#kernel/dates.ts'
import { type Law, numberOf } from './law.rules.ts'
import { line, type Line } from './why.rules.ts'

export interface Term {
  /** The last day of the term; null where the tables know no such term on the day. */
  lastDay: string | null
  lines: Line[]
}

function endOf(law: Law, code: string, from: string): Term {
  const row = law.row('terms', code, from)
  if (!row) return { lastDay: null, lines: [line('no-term', { values: { code, on: from } })] }
  const amount = numberOf(row, 'amount')
  const end = row.more.unit === 'day' ? addDays(from, amount) : addMonths(from, amount)
  const lastDay = addDays(end, -1)
  return {
    lastDay,
    lines: [
      line('term', {
        row,
        values: { from, amount, unit: row.more.unit ?? 'month' },
        months: row.more.unit === 'day' ? null : amount,
        on: lastDay,
      }),
    ],
  }
}

export interface AppointmentTerm extends Term {
  /** Notice at the latest. */
  noticeBy: string | null
  /** Too little is left to retirement for another term: prolonged to it instead. */
  prolongTo: string | null
}

/**
 * The end of a term of appointment: 5 years (Decree 138/2020/NĐ-CP; since 1 July 2025 Decree 170/2025/NĐ-CP), notice 90 days before.
 *
 * @param retiresOn last day of service, where known: with under two years left then, the term is prolonged to it.
 */
export function termEndOf(law: Law, from: string, retiresOn: string | null = null): AppointmentTerm {
  const term = endOf(law, 'BN', from)
  if (term.lastDay === null) return { ...term, noticeBy: null, prolongTo: null }
  const lines = [...term.lines]
  const notice = law.row('terms', 'BN-TB', term.lastDay)
  const noticeBy = notice ? addDays(term.lastDay, -numberOf(notice, 'amount')) : null
  if (notice) lines.push(line('term-notice', { row: notice, values: { amount: numberOf(notice, 'amount') }, on: noticeBy }))
  const under = law.row('terms', 'BN-KD', term.lastDay)
  const prolong =
    under && retiresOn !== null && retiresOn > term.lastDay && retiresOn < addMonths(term.lastDay, numberOf(under, 'amount'))
      ? retiresOn
      : null
  if (prolong && under)
    lines.push(line('term-prolonged', { row: under, values: { on: prolong, amount: numberOf(under, 'amount') }, on: prolong }))
  return { lastDay: term.lastDay, noticeBy, prolongTo: prolong, lines }
}

/** Kinds of probation, rows of `terms`. */
export const probationKinds = ['TS-CC-C', 'TS-CC-D', 'TS-VC-DH', 'TS-VC-BS', 'TS-VC-CD', 'TS-VC-TC'] as const

/** The end of probation of a kind: 12, 9 or 6 months (Decree 138/2020/NĐ-CP article 20; Decree 115/2020/NĐ-CP article 21). */
export function probationEndOf(law: Law, kind: (typeof probationKinds)[number], from: string): Term {
  return endOf(law, kind, from)
}

/** How long a disciplinary measure stands in the way: 12 or 24 months (Law 52/2019/QH14 article 1). `form` as in the personnel file: `KT`, `CC` ... */
export function disciplineEndOf(law: Law, form: string, on: string): Term {
  return endOf(law, `KL-${form}`, on)
}
