import type { Ctx } from '#kernel/context.ts'
import type { Choice } from '#kernel/contract.ts'
import { formatDateTime } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { fold } from '#kernel/text.ts'
import type { Language } from '#kernel/words.ts'
import { type AuditEntry, type AuditHead, auditList, type AuditRow } from './audit.contract.ts'
import * as store from './audit.store.ts'

const source: ListSource = {
  shape: auditList,
  rows: store.auditRows,
  neverNull: ['seq'],
  conditions: {
    search: async (words, ctx) => store.byNames(await store.findNames(ctx.db, words)),
    record: touching,
    from: ([day = '']) => store.since(day),
    until: ([day = '']) => store.upTo(day),
    kind: (kinds) => store.ofKinds(kinds),
    emergency: () => store.inEmergency(),
  },
}

/** A table where the log tells of one of that name, such as people.person; else a record. */
async function touching(asked: string[], ctx: Ctx) {
  const relations = await store.findRelations(ctx.db, asked)
  return store.touching({ relations, records: asked.filter((each) => !relations.includes(each)) })
}

export function listAudit(ctx: Ctx, input: ListInput) {
  return listPage<AuditRow>(ctx, source, input)
}

/** The same list as a file; operations and moments in words. */
export async function exportAudit(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  const names = Object.fromEntries(ctx.kernel.operations.map(({ id }) => [id, operationWords(ctx, id, input.lang) ?? id]))
  const read = (row: Record<string, unknown>) => ({
    ...row,
    at: formatDateTime(row.at as string, input.lang),
    operation: names[row.operation as string] ?? row.operation,
  })
  return exportList(ctx, { ...source, read }, input, names)
}

/** What an operation is called; undefined where it has no words. */
function operationWords(ctx: Ctx, id: string, lang: Language): string | undefined {
  const key = id.replace('.', '.operations.')
  const words = ctx.kernel.translate(lang, key)
  return words === key ? undefined : words
}

/** Operations that have words, found by them or by their identifier. */
export function pickOperation(ctx: Ctx, search: string): Choice[] {
  const words = fold(search).split(' ').filter(Boolean)
  return ctx.kernel.operations
    .flatMap(({ id }) => {
      const label = operationWords(ctx, id, ctx.lang)
      return label === undefined ? [] : [{ id, label }]
    })
    .filter(({ id, label }) => words.every((word) => fold(`${label} ${id}`).includes(word)))
    .sort((a, b) => a.label.localeCompare(b.label, ctx.lang))
    .slice(0, 50)
}

/** Changes of an entry that are shown; an import of a whole province makes thousands. */
const shownChanges = 200

/** @throws Refusal `kernel.notFound` when there is no such entry, or the log is not this actor's to read. */
export async function readAuditEntry(ctx: Ctx, id: string): Promise<AuditEntry> {
  const entry = await store.findEntry(ctx.db, id, shownChanges)
  if (!entry) throw kernelRefuse.notFound({ what: 'entry' })
  return { ...entry, more: entry.changes - entry.touched.length }
}

export async function readAuditHead(ctx: Ctx): Promise<AuditHead | null> {
  return (await store.findHead(ctx.db)) ?? null
}

export async function verifyAudit(
  ctx: Ctx,
): Promise<{ whole: boolean; entries: number; faults: { seq: number | null; fault: string }[] }> {
  const { entries, faults } = await store.verifyChain(ctx.db)
  return { whole: faults.length === 0, entries, faults }
}
