import type { Ctx } from '#kernel/context.ts'
import { insertListRows, makeList } from './unit-list.store.ts'
import type { ListedUnit } from './unit-lists.rules.ts'

let made = 0

/** A list of communes of 1 March 2025 as brought in; of one commune unless told otherwise. */
export async function aUnitList(ctx: Ctx, rows?: readonly ListedUnit[]): Promise<string> {
  const list = { id: ctx.newId(), listedOn: '2025-03-01', title: `Danh mục ${++made}`, at: ctx.now(), by: ctx.actor.name }
  const id = await makeList(ctx.db, list)
  const only = { code: '11953', name: 'Phường Hiến Nam', kind: 'ward', level: 'commune', parentCode: '323' }
  await insertListRows(
    ctx.db,
    (rows ?? [only]).map((r) => ({ ...r, listId: id })),
  )
  return id
}
