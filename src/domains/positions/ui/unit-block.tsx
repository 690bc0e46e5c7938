import { UnitPositions } from './unit-positions.tsx'

/** The job positions on the page of a unit; the board shows the same beside its lines. */
export function UnitBlock({ id }: { id: string }) {
  return <UnitPositions id={id} quiet />
}
