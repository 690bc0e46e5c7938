import { z } from 'zod'
import { personCategories } from '#domains/people/person.contract.ts'

export const kindGroups = [
  'recruitment',
  'leadership',
  'movement',
  'salary',
  'training',
  'discipline',
  'leave',
  'leaving',
] as const
export type KindGroup = (typeof kindGroups)[number]

/** What a line asks for beyond person and day. `choice` has its words under `careers.choices.<key>`. */
export type DetailType = 'unit' | 'text' | 'long' | 'day' | 'whole' | 'decimal' | 'choice' | 'yes'
export interface DetailSpec {
  key: string
  type: DetailType
  required?: boolean
  choices?: readonly string[]
  most?: number
}

const streamliningForms = ['early-retirement', 'move', 'leave-at-once', 'leave-after-training'] as const
const disciplineForms = ['KT', 'CC', 'HBL', 'GC', 'CCH', 'BTV'] as const
const contractForms = ['KXD', 'XD', 'HD68', 'HD111', 'LD'] as const

const must = (spec: DetailSpec): DetailSpec => ({ ...spec, required: true })
const unitId: DetailSpec = { key: 'unitId', type: 'unit' }
const title: DetailSpec = { key: 'title', type: 'text', most: 200 }
const category: DetailSpec = { key: 'category', type: 'choice', choices: personCategories }
const rankCode: DetailSpec = { key: 'rankCode', type: 'text', most: 40 }
const step: DetailSpec = { key: 'step', type: 'whole', most: 12 }
const coefficient: DetailSpec = { key: 'coefficient', type: 'decimal' }
const overFrame: DetailSpec = { key: 'overFrame', type: 'decimal' }
const positionAllowance: DetailSpec = { key: 'positionAllowance', type: 'decimal' }
const until: DetailSpec = { key: 'until', type: 'day' }
const exception: DetailSpec = { key: 'exception', type: 'long', most: 500 }
const round: DetailSpec = { key: 'round', type: 'text', most: 20 }
const placed = [must(unitId), must(title)]
const paid = [rankCode, step, coefficient]
const paidFully = [must(rankCode), step, must(coefficient)]

export interface KindSpec {
  group: KindGroup
  details: readonly DetailSpec[]
  /** The person need not be in service on the day: the decision brings them in. */
  brings?: true
}

const kind = (group: KindGroup, details: readonly DetailSpec[], more: Omit<KindSpec, 'group' | 'details'> = {}): KindSpec => ({
  group,
  details,
  ...more,
})
const recruits = () => kind('recruitment', [...placed, category, ...paid], { brings: true })

/**
 * Kinds of personnel decisions: what a line of each asks for. What each makes of it, and when it is refused, stands in `decision-effects.ts`;
 * their names in the words, under `careers.kinds`.
 */
export const decisionKinds = {
  'recruit-exam': recruits(),
  'recruit-selection': recruits(),
  'accept-without-exam': recruits(),
  'accept-special': recruits(),
  'correct-recruitment': recruits(),
  'rank-appointment': kind('recruitment', paidFully),
  contract: kind('recruitment', [
    must({ key: 'contract', type: 'choice', choices: contractForms }),
    { key: 'employer', type: 'text', most: 300 },
    until,
  ]),
  'appoint-leader': kind('leadership', [...placed, until, positionAllowance, { key: 'concurrent', type: 'yes' }, exception]),
  'reappoint-leader': kind('leadership', [must(until), exception]),
  'extend-leader': kind('leadership', [must(until)]),
  'resign-leader': kind('leadership', [unitId, title]),
  'dismiss-leader': kind('leadership', [unitId, title]),
  transfer: kind('movement', [...placed, category]),
  receive: kind('movement', [...placed, category], { brings: true }),
  rotation: kind('movement', [...placed, until]),
  secondment: kind('movement', [...placed, must(until)]),
  'consent-to-move': kind('movement', [{ key: 'destination', type: 'text', most: 300 }]),
  'salary-regular': kind('salary', [...paidFully, overFrame, round]),
  'salary-early': kind('salary', [...paidFully, overFrame, round, must({ key: 'merit', type: 'text', most: 300 })]),
  'salary-over-frame': kind('salary', [...paidFully, must(overFrame), round]),
  allowance: kind('salary', [positionAllowance, { key: 'otherAllowance', type: 'text', most: 300 }]),
  'rank-conversion': kind('salary', paidFully),
  'rank-promotion': kind('salary', paidFully),
  training: kind('training', [
    must({ key: 'school', type: 'text', most: 300 }),
    { key: 'field', type: 'text', most: 300 },
    until,
  ]),
  discipline: kind('discipline', [
    must({ key: 'form', type: 'choice', choices: disciplineForms }),
    must({ key: 'cause', type: 'long', most: 500 }),
    until,
  ]),
  'unpaid-leave': kind('leave', [must(until), { key: 'cause', type: 'text', most: 300 }]),
  maternity: kind('leave', [must(until)]),
  streamlining: kind('leaving', [
    must({ key: 'form', type: 'choice', choices: streamliningForms }),
    must({ key: 'decree', type: 'text', most: 60 }),
    { key: 'destination', type: 'text', most: 300 },
  ]),
  retirement: kind('leaving', [exception]),
  'early-retirement': kind('leaving', [must(exception)]),
  leaving: kind('leaving', [{ key: 'cause', type: 'text', most: 300 }]),
  death: kind('leaving', []),
} as const satisfies Record<string, KindSpec>

export type DecisionKind = keyof typeof decisionKinds
export const kindNames = Object.keys(decisionKinds) as [DecisionKind, ...DecisionKind[]]

/** Management levels, as codes of the list `careers.levels`: who may act on each is data. */
export const levelNames = ['BTV', 'BCSD', 'UQ', 'SN'] as const
export type Level = (typeof levelNames)[number]

/** What may be done to a decision: the columns of the list of levels say how far one must reach for it. */
export const levelActs = ['draft', 'check', 'sign'] as const
export type LevelAct = (typeof levelActs)[number]

/** Values as sent and kept: exact decimals as text. */
export const Details = z.record(
  z.string().max(40),
  z.union([z.string().trim().max(1000), z.number().min(-1e6).max(1e6), z.boolean()]).nullable(),
)
export type Details = z.infer<typeof Details>

const typed = (spec: DetailSpec): z.ZodType => {
  switch (spec.type) {
    case 'unit':
      return z.uuid()
    case 'day':
      return z.iso.date()
    case 'whole':
      return z
        .number()
        .int()
        .min(1)
        .max(spec.most ?? 1000)
    case 'decimal':
      return z.string().regex(/^\d{1,3}(\.\d{1,2})?$/)
    case 'choice':
      return z.enum(spec.choices as [string, ...string[]])
    case 'yes':
      return z.boolean()
    default:
      return z
        .string()
        .trim()
        .min(1)
        .max(spec.most ?? 300)
  }
}

const schemas = new Map<string, z.ZodObject>()

/** What the details of a line of a kind must be; nothing else may stand among them. */
export function detailsSchema(name: DecisionKind): z.ZodObject {
  let schema = schemas.get(name)
  if (!schema) {
    const fields = decisionKinds[name].details.map(
      (spec: DetailSpec) => [spec.key, spec.required ? typed(spec) : typed(spec).nullish()] as const,
    )
    schemas.set(name, (schema = z.strictObject(Object.fromEntries(fields))))
  }
  return schema
}

/** The first key of details that is not as its kind asks, or null. */
export function detailFault(name: DecisionKind, details: Details): string | null {
  const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null && value !== ''))
  const checked = detailsSchema(name).safeParse(given)
  if (checked.success) return null
  const [issue] = checked.error.issues
  return issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue?.path[0] ?? '')
}

/** States one goes through; `withdrawn` ends it. */
export const decisionStates = ['draft', 'checked', 'signed', 'withdrawn'] as const
export type DecisionState = (typeof decisionStates)[number]
