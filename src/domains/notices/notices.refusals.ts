import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('notices', {
  mailOff: { kind: 'conflict' },
  noAddress: { kind: 'conflict' },
})
