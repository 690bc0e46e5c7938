import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('files', {
  tooLarge: { kind: 'too-large', params: z.object({ limit: z.string() }) },
  tooManyUnfinished: { kind: 'too-many', params: z.object({ most: z.number() }) },
  kindNotTaken: { kind: 'unsupported', params: z.object({ name: z.string(), found: z.string(), taken: z.string() }) },
  programRefused: { kind: 'unsupported', params: z.object({ name: z.string() }) },
  inflates: { kind: 'unsupported', params: z.object({ name: z.string() }) },
  empty: { kind: 'invalid', params: z.object({ name: z.string() }) },
  noFile: { kind: 'invalid' },
  brokenOff: { kind: 'invalid' },
  unknownPurpose: { kind: 'invalid', params: z.object({ purpose: z.string() }) },
  storageFull: { kind: 'unavailable' },
  contentLost: { kind: 'unavailable', params: z.object({ name: z.string() }) },
  noPreview: { kind: 'unsupported', params: z.object({ name: z.string() }) },
  locked: { kind: 'unsupported', params: z.object({ name: z.string() }) },
  unreadable: { kind: 'unsupported', params: z.object({ name: z.string() }) },
  tooHeavy: { kind: 'unsupported', params: z.object({ name: z.string() }) },
  noSuchPage: { kind: 'not-found', params: z.object({ page: z.number(), pages: z.number() }) },
  busy: { kind: 'unavailable' },
  mustKeep: { kind: 'conflict', params: z.object({ name: z.string() }) },
  inUse: { kind: 'conflict', params: z.object({ name: z.string() }) },
})
