import { UnitQuota } from './unit-quota.tsx'

/** The quotas on the page of a unit; the board shows the same beside its lines. */
export function UnitBlock({ id }: { id: string }) {
  return <UnitQuota id={id} />
}
