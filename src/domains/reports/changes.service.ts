import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { findRecordChanges, findTypedChanges, readSnapshots, type RecordChange } from '#engines/indicators/index.ts'
import { figureCatalogue } from './catalogue.store.ts'
import { readFigures, recordSet } from './figure.service.ts'
import type { Change } from './report.contract.ts'
import { editionRow } from './report.service.ts'
import { findReport } from './report.store.ts'

/** Records told by name for one figure; the counts are of all of them. */
const told = 200

/**
 * What has become of a sealed edition's figures since: values then and now, and the records added, removed or altered. The sealed edition
 * itself says what it said.
 */
export async function changesSince(ctx: Ctx, editionId: string): Promise<Change[]> {
  const edition = await editionRow(ctx, editionId)
  const report = await findReport(ctx.db, edition.reportId)
  if (!report || edition.status !== 'sealed') throw kernelRefuse.notFound({ what: 'edition' })
  const { byId } = figureCatalogue()
  const { readings } = await readFigures(ctx, report.period)
  const typed = new Map((await findTypedChanges(ctx.db, editionId, report.period)).map((c) => [c.figureId, c.change]))
  const changes: Change[] = []
  for (const sealed of await readSnapshots(ctx.db, editionId)) {
    const now = readings.get(sealed.figureId)
    const moved = sealed.source !== now?.source
    const records: RecordChange[] =
      sealed.source === 'computed' || moved
        ? await findRecordChanges(ctx.db, editionId, sealed.figureId, (await recordSet(ctx, sealed.figureId, report.period)).set)
        : typed.has(sealed.figureId)
          ? [{ id: sealed.figureId, change: typed.get(sealed.figureId) ?? 'altered', label: null, open: null }]
          : []
    const then = sealed.value
    const value = now?.value ?? null
    if (records.length === 0 && sameValue(then, value)) continue
    const count = (change: RecordChange['change']) => records.filter((r) => r.change === change).length
    changes.push({
      figureId: sealed.figureId,
      title: byId.get(sealed.figureId)?.title ?? { vi: sealed.figureId, en: sealed.figureId },
      then,
      now: value,
      added: count('added'),
      removed: count('removed'),
      altered: count('altered'),
      records: records.slice(0, told),
    })
  }
  return changes
}

function sameValue(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && Number(a) === Number(b))
}
