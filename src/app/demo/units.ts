import { parse } from 'csv-parse/sync'
import { latest } from './days.ts'
import type { DemoUnit } from './shapes.ts'
import { OWN_LEADERS, type Role, SCHOOLS, STAFFING, type Staffing } from './staffing.ts'

/** The table of units, one row a version. */
export function readUnits(csv: string): DemoUnit[] {
  const rows = parse<Record<string, string>>(csv, { columns: true, skip_empty_lines: true })
  return rows.map((row) => ({
    code: row.code!,
    name: row.name!,
    shortName: row.short_name!,
    kind: row.kind!,
    level: row.level!,
    parentCode: row.parent_code || null,
    tree: row.tree!,
    validFrom: row.valid_from || null,
    validUntil: row.valid_until || null,
    act: row.act || null,
  }))
}

export type Group = 'administration' | 'communes' | 'schools' | 'services'

/** A unit as it was on the last day of 2021, with what the generator must know of it. */
export interface Body extends DemoUnit {
  group: Group
  staffing: Staffing
  leaders: Role[]
  /** The first day anybody can hold a post there. */
  firstDay: string
  underDistrict: boolean
  /** Who decides its people's ratings: the body above, for the leaders of a department the province. */
  decidedBy: string
  /** Where people come from and go to. */
  peers: Body[]
}

function groupOf(unit: DemoUnit): Group {
  if (unit.level === 'commune') return 'communes'
  if (unit.level !== 'service-unit') return 'administration'
  return SCHOOLS.has(unit.kind) ? 'schools' : 'services'
}

/** Bodies of one circle exchange people; a body that is alone in its circle keeps them. */
function circleOf(unit: DemoUnit): string {
  if (unit.kind === 'hospital' || unit.kind === 'health-centre') return 'health'
  if (unit.kind === 'upper-secondary-school' || unit.kind === 'continuing-education-centre') return unit.kind
  if (SCHOOLS.has(unit.kind)) return `${unit.kind} ${unit.parentCode}`
  if (unit.level === 'service-unit') return unit.code
  return unit.level === 'commune' || unit.level === 'division' ? `${unit.level} ${unit.parentCode}` : `division ${unit.code}`
}

export function staffedBodies(units: DemoUnit[]): Body[] {
  const day = '2021-12-31'
  const current = units.filter((unit) => latest(unit.validFrom) <= day && (unit.validUntil === null || unit.validUntil > day))
  const byCode = new Map(current.map((unit) => [unit.code, unit]))
  const firstDays = new Map<string, string>()
  for (const unit of units) {
    const known = firstDays.get(unit.code)
    const start = unit.validFrom ?? ''
    firstDays.set(unit.code, known === undefined || start < known ? start : known)
  }
  // Where the leaders have a unit of their own, nobody sits in the department itself.
  const ledFromBelow = new Set(current.filter((unit) => unit.kind === 'leadership').map((unit) => unit.parentCode))
  const bodies = current
    .filter((unit) => unit.tree === 'government' && unit.level !== 'province' && !ledFromBelow.has(unit.code))
    .map((unit): Body => {
      const staffing = STAFFING[unit.kind]
      if (!staffing) throw new Error(`no staffing for units of kind ${unit.kind}`)
      const parent = byCode.get(unit.parentCode ?? '')
      if (!parent) throw new Error(`unit ${unit.code} has no valid parent`)
      return {
        ...unit,
        group: groupOf(unit),
        staffing,
        leaders: OWN_LEADERS[unit.code] ?? staffing.leaders,
        firstDay: latest('1997-01-01', firstDays.get(unit.code) ?? ''),
        underDistrict: parent.level === 'district',
        decidedBy: unit.kind === 'leadership' ? parent.parentCode! : parent.code,
        peers: [],
      }
    })
  const circles = new Map<string, Body[]>()
  for (const body of bodies)
    if (!body.staffing.leadersOnly) circles.set(circleOf(body), [...(circles.get(circleOf(body)) ?? []), body])
  for (const body of bodies) body.peers = (circles.get(circleOf(body)) ?? []).filter((other) => other !== body)
  return bodies
}
