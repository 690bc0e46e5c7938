import * as kernel from '#kernel/imports/import.service.ts'
import { implement } from '#kernel/operations.ts'
import { importContract } from './import.contract.ts'
import { orderRun } from './import.jobs.ts'
import * as service from './import.service.ts'

const done = { done: true } as const

export const importRoutes = implement(importContract, {
  listKinds: async ({ context }) => service.listKinds(context),
  importTemplate: ({ input, context }) => service.importTemplate(context, input.kind),
  draftImport: async ({ input, context }) => {
    const bytes = Buffer.from(await input.file.arrayBuffer())
    const drafted = await kernel.draftImport(context, { kind: input.kind, fileName: input.file.name, bytes })
    return orderRun(context, drafted.id, 'look', drafted)
  },
  listImports: ({ input, context }) => service.listImports(context, input),
  exportImports: ({ input, context }) => service.exportImports(context, input),
  getImport: ({ input, context }) => service.getImport(context, input.id),
  previewSheet: ({ input, context }) => kernel.beginningOf.rows(context, input),
  setLayout: async ({ input, context }) => {
    await kernel.setLayout(context, input)
    return done
  },
  checkImport: async ({ input, context }) => orderRun(context, input.id, 'check', await kernel.startCheck(context, input)),
  stopImport: async ({ input, context }) => {
    await kernel.stopImport(context, input.id)
    return done
  },
  importRows: ({ input, context }) => kernel.importRows(context, { ...input, states: input.states.split(',').filter(Boolean) }),
  importFaults: ({ input, context }) => kernel.importFaults(context, input.id),
  cellChoices: ({ input, context }) => kernel.cellChoices(context, input),
  fixCells: async ({ input, context }) => orderRun(context, input.id, 'recheck', await kernel.fixCells(context, input)),
  decideRow: async ({ input, context }) => orderRun(context, input.id, 'recheck', await kernel.decideRow(context, input)),
  leaveRows: ({ input, context }) => kernel.leaveRows(context, input),
  commitImport: async ({ input, context }) => orderRun(context, input.id, 'commit', await kernel.startCommit(context, input.id)),
  undoImport: async ({ input, context }) => {
    await kernel.undoImport(context, input)
    return done
  },
  recordOrigin: ({ input, context }) => kernel.originOf(context, input),
})
