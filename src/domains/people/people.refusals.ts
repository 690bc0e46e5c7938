import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('people', {
  noPost: { kind: 'conflict' },
  laterPost: { kind: 'conflict', params: z.object({ from: z.string() }) },
  notAfter: { kind: 'conflict', params: z.object({ from: z.string() }) },
  gapUnexplained: { kind: 'invalid', params: z.object({ name: z.string(), from: z.string() }) },
  noMainThen: { kind: 'conflict', params: z.object({ name: z.string(), from: z.string() }) },
  postTwice: { kind: 'conflict', params: z.object({ name: z.string(), title: z.string() }) },
  postEnded: { kind: 'conflict', params: z.object({ title: z.string() }) },
  movedByNext: { kind: 'invalid' },
  endsBeforeStart: { kind: 'invalid' },
  postsOverlap: { kind: 'conflict', params: z.object({ name: z.string(), from: z.string() }) },
  bornAfterPost: { kind: 'invalid', params: z.object({ name: z.string(), from: z.string() }) },
  birthDisagrees: { kind: 'invalid' },
})
