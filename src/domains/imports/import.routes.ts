import type { Ctx } from '#kernel/context.ts'
import { type ImportTask, runInBackground } from '#kernel/imports/background.ts'
import * as kernel from '#kernel/imports/import.service.ts'
import { implement } from '#kernel/operations.ts'
import { importContract } from './import.contract.ts'
import * as service from './import.service.ts'
import { can } from './imports.permissions.ts'

/** Lets a pass that was ordered go on after this operation is written. */
function goOn<T extends { runId: string | null }>(ctx: Ctx, id: string, task: ImportTask, answer: T): T {
  const work = { kernel: ctx.kernel, actor: ctx.actor, lang: ctx.lang, permission: can.makeImport }
  if (answer.runId) runInBackground(work, task, id, answer.runId, (error) => process.stderr.write(`${String(error)}\n`))
  return answer
}

const done = { done: true } as const

export const importRoutes = implement(importContract, {
  listKinds: async ({ context }) => service.listKinds(context),
  importTemplate: ({ input, context }) => service.importTemplate(context, input.kind),
  draftImport: async ({ input, context }) => {
    const bytes = Buffer.from(await input.file.arrayBuffer())
    const drafted = await kernel.draftImport(context, { kind: input.kind, fileName: input.file.name, bytes })
    return goOn(context, drafted.id, 'look', drafted)
  },
  listImports: ({ input, context }) => service.listImports(context, input),
  exportImports: ({ input, context }) => service.exportImports(context, input),
  getImport: ({ input, context }) => service.getImport(context, input.id),
  previewSheet: ({ input, context }) => kernel.beginningOf.rows(context, input),
  setLayout: async ({ input, context }) => {
    await kernel.setLayout(context, input)
    return done
  },
  checkImport: async ({ input, context }) => goOn(context, input.id, 'check', await kernel.startCheck(context, input)),
  stopImport: async ({ input, context }) => {
    await kernel.stopImport(context, input.id)
    return done
  },
  importRows: ({ input, context }) => kernel.importRows(context, { ...input, states: input.states.split(',').filter(Boolean) }),
  importFaults: ({ input, context }) => kernel.importFaults(context, input.id),
  cellChoices: ({ input, context }) => kernel.cellChoices(context, input),
  fixCells: async ({ input, context }) => goOn(context, input.id, 'recheck', await kernel.fixCells(context, input)),
  decideRow: async ({ input, context }) => goOn(context, input.id, 'recheck', await kernel.decideRow(context, input)),
  leaveRows: ({ input, context }) => kernel.leaveRows(context, input),
  commitImport: async ({ input, context }) => goOn(context, input.id, 'commit', await kernel.startCommit(context, input.id)),
  undoImport: async ({ input, context }) => {
    await kernel.undoImport(context, input)
    return done
  },
  recordOrigin: ({ input, context }) => kernel.originOf(context, input),
})
