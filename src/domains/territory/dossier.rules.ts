export const dossierLevels = ['commune', 'district', 'province'] as const
export const dossierStates = ['unsigned', 'legal', 'province'] as const
export type DossierState = (typeof dossierStates)[number]
export const steps = ['legal', 'province'] as const
export type Step = (typeof steps)[number]

/** Whether a step may be signed now: legal before provincial confirmation below the province; nothing while it is disputed. */
export function decideSigning(
  dossier: { level: string; disputed: boolean; steps: readonly Step[] },
  step: Step,
): 'alreadySigned' | 'legalFirst' | 'inDispute' | null {
  if (dossier.steps.includes(step)) return 'alreadySigned'
  if (dossier.disputed) return 'inDispute'
  return step === 'province' && dossier.level !== 'province' && !dossier.steps.includes('legal') ? 'legalFirst' : null
}
