import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('jobs', {
  alreadyOver: { kind: 'conflict' },
  notOver: { kind: 'conflict' },
  kindGone: { kind: 'conflict' },
})
