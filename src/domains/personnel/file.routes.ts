import { implement } from '#kernel/operations.ts'
import { fileContract } from './file.contract.ts'
import { exportForm2c } from './form-2c.service.ts'
import { timelineContract } from './timeline.contract.ts'
import { lifeLine } from './timeline.service.ts'
import * as service from './file.service.ts'

export const fileRoutes = implement(fileContract, {
  readOpen: ({ input, context }) => service.readPart(context, input.id, 'open'),
  readPersonal: ({ input, context }) => service.readPart(context, input.id, 'personal'),
  readSensitive: ({ input, context }) => service.readPart(context, input.id, 'sensitive'),
  readRestricted: ({ input, context }) => service.readPart(context, input.id, 'restricted'),
  exportForm2c: ({ input, context }) => exportForm2c(context, input.id),
  fileCodes: ({ context }) => service.fileCodes(context),
  addEntry: ({ input, context }) => service.addEntry(context, input),
  correctEntry: ({ input, context }) => service.correctEntry(context, input),
  endEntry: ({ input, context }) => service.endEntry(context, input),
  strikeEntry: ({ input, context }) => service.strikeEntry(context, input),
})

export const timelineRoutes = implement(timelineContract, {
  readTimeline: ({ input, context }) => lifeLine(context, input, { sensitive: false }),
  readWholeTimeline: ({ input, context }) => lifeLine(context, input, { sensitive: true }),
})
