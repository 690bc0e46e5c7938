import type { EditionStatus } from './report.contract.ts'
import type { z } from 'zod'

type Status = z.infer<typeof EditionStatus>

/** The way of an edition: each step only from the one before it. Sealed is the end: a later edition supersedes it. */
export const editionSteps: Record<'check' | 'approve' | 'seal' | 'return' | 'number', Status[]> = {
  number: ['draft', 'checked', 'approved'],
  check: ['draft'],
  approve: ['checked'],
  seal: ['approved'],
  return: ['checked', 'approved'],
}

/** Whether an act is open to an edition in its present state. */
export function mayStep(status: Status, act: keyof typeof editionSteps): boolean {
  return editionSteps[act].includes(status)
}
