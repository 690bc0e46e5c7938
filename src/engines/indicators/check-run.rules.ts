import { type Found, Look } from './check-readings.rules.ts'
import { findDate, findItemGroup, findItems, findOrder, findSequence, findSubset } from './check-lists.rules.ts'
import {
  findAtMost,
  findExclusive,
  findImplausible,
  findImpliedBase,
  findRange,
  findRate,
  findRatio,
  findSame,
  findSum,
} from './check-numbers.rules.ts'
import { type Check, DERIVED, type FigureReading, figuresOf, type Finding } from './checks.rules.ts'

/** Everything that disagrees, in the order of the checks. A check whose figures were not entered says nothing. */
export function runChecks(checks: readonly Check[], readings: ReadonlyMap<string, FigureReading>): Finding[] {
  const key = (kind: string) => (id: string) => `${kind} ${id}`
  const explicit = new Set(checks.flatMap((check) => (check.source === DERIVED ? [] : figuresOf(check).map(key(check.kind)))))
  return checks.flatMap((check) => {
    const replaceable = check.source === DERIVED && (check.kind === 'items' || check.kind === 'range')
    if (replaceable && check.figures.map(key(check.kind)).every((figure) => explicit.has(figure))) return []
    return find(check, new Look(check, readings)).map((found) => ({
      checkId: check.id,
      kind: check.kind,
      severity: check.severity,
      ...found,
      places: [...new Set(found.figures.map((id) => check.places?.[id]?.section ?? id))],
    }))
  })
}

function find(check: Check, look: Look): Found[] {
  switch (check.kind) {
    case 'sum':
      return findSum(check, look)
    case 'ratio':
      return findRatio(check, look)
    case 'at-most':
      return findAtMost(check, look)
    case 'exclusive':
      return findExclusive(check, look)
    case 'same':
      return findSame(check, look)
    case 'range':
      return findRange(check, look)
    case 'plausible-range':
      return findImplausible(check, look)
    case 'rate':
      return findRate(check, look)
    case 'items':
      return findItems(check, look)
    case 'item-group':
      return findItemGroup(check, look)
    case 'subset':
      return findSubset(check, look)
    case 'implied-base':
      return findImpliedBase(check, look)
    case 'sequence':
      return findSequence(check, look)
    case 'date':
      return findDate(check, look)
    case 'order':
      return findOrder(check, look)
  }
}
