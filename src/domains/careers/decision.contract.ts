import { z } from 'zod'
import { Done, HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { personCategories } from '#domains/people/person.contract.ts'
import { StoredFile } from '#engines/files/file.contract.ts'
import { can } from './careers.permissions.ts'
import { decisionStates, Details, kindGroups, kindNames, levelNames } from './decision-kinds.rules.ts'

export const Kind = z.enum(kindNames)
export const Level = z.enum(levelNames)
export const State = z.enum(decisionStates)

/** How many lines one decision may have. */
export const mostLines = 2500

const about = { tags: ['careers'] }

/** Personnel decisions, newest first. */
export const decisionList: ListShape = {
  id: 'personnelDecisions',
  title: 'careers.decisions',
  columns: [
    { key: 'number', title: 'careers.number', type: 'text', sortable: true, shown: true, width: 150 },
    { key: 'issuedOn', title: 'careers.issuedOn', type: 'date', sortable: true, shown: true, width: 110 },
    { key: 'issuer', title: 'careers.issuer', type: 'text', sortable: true, shown: true, width: 190 },
    { key: 'subject', title: 'careers.subject', type: 'text', shown: true, width: 320 },
    { key: 'kind', title: 'careers.kind', type: 'text', words: 'careers.kinds', sortable: true, shown: true, width: 200 },
    { key: 'level', title: 'careers.level', type: 'text', words: 'careers.levels', sortable: true, shown: false, width: 220 },
    { key: 'lines', title: 'careers.people', type: 'number', sortable: true, shown: true, width: 90 },
    { key: 'effectiveOn', title: 'careers.effectiveOn', type: 'date', sortable: true, shown: true, width: 120 },
    {
      key: 'standing',
      title: 'careers.state',
      type: 'text',
      words: 'careers.standings',
      sortable: true,
      shown: true,
      width: 140,
    },
  ],
  filters: [
    { key: 'kind', title: 'careers.kind', choices: kindNames.map((value) => ({ value, title: `careers.kinds.${value}` })) },
    { key: 'group', title: 'careers.group', choices: kindGroups.map((value) => ({ value, title: `careers.groups.${value}` })) },
    {
      key: 'state',
      title: 'careers.state',
      choices: decisionStates.map((value) => ({ value, title: `careers.states.${value}` })),
    },
    { key: 'level', title: 'careers.level', choices: levelNames.map((value) => ({ value, title: `careers.levels.${value}` })) },
    { key: 'issuerId', title: 'careers.issuer', picker: 'organization.pickUnit' },
    { key: 'year', title: 'careers.year', typed: 'text' },
  ],
  defaultSort: '-issuedOn',
  searchable: true,
}

export const DecisionRow = z.object({
  id: Id,
  number: z.string(),
  issuedOn: z.string(),
  issuerId: Id,
  issuer: z.string(),
  subject: z.string(),
  kind: Kind,
  group: z.enum(kindGroups),
  level: Level,
  state: State,
  /** The state, and of a signed one whether it is in force on the day asked for. */
  standing: z.enum(['draft', 'checked', 'coming', 'in-force', 'withdrawn']),
  year: z.string(),
  lines: z.number().int(),
  /** The first day one of its lines takes effect. */
  effectiveOn: z.string().nullable(),
})
export type DecisionRow = z.infer<typeof DecisionRow>

export const ActionLine = z.object({
  id: Id,
  line: z.number().int(),
  kind: Kind,
  personId: Id,
  personName: z.string(),
  unitId: Id.nullable(),
  unitName: z.string(),
  category: z.enum(personCategories).nullable(),
  effectiveOn: z.string(),
  details: Details,
  toUnitName: z.string().nullable(),
  note: z.string().nullable(),
})
export type ActionLine = z.infer<typeof ActionLine>

export const Decision = DecisionRow.extend({
  signer: z.string().nullable(),
  signerTitle: z.string().nullable(),
  legalBasis: z.string().nullable(),
  recordedSigned: z.boolean(),
  draftedName: z.string(),
  checkedName: z.string().nullable(),
  checkedAt: z.string().nullable(),
  signedName: z.string().nullable(),
  signedAt: z.string().nullable(),
  withdrawnName: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
  actions: z.array(ActionLine),
  files: z.array(StoredFile),
  /** What the actor may do now, by level, reach and state. */
  may: z.object({ change: z.boolean(), check: z.boolean(), sign: z.boolean(), withdraw: z.boolean() }),
})
export type Decision = z.infer<typeof Decision>

/** What a line does, in words and days. */
export const EffectShown = z.object({
  line: z.number().int(),
  personId: Id,
  personName: z.string(),
  did: z.enum(['begun', 'ended', 'recorded']),
  /** Post, or section of the file. */
  what: z.string(),
  detail: z.string(),
  from: z.string(),
  until: z.string().nullable(),
})
export const Preview = z.object({
  effects: z.array(EffectShown),
  /** How many there are: the first of them are shown. */
  count: z.number().int(),
  faults: z.array(z.object({ line: z.number().int(), personName: z.string(), text: z.string() })),
})
export type Preview = z.infer<typeof Preview>

const text = (most: number) => z.string().trim().max(most).nullable().default(null)
export const LineInput = z.object({
  personId: Id,
  /** As the decision where absent. */
  kind: Kind.optional(),
  effectiveOn: z.iso.date(),
  details: Details.default({}),
  note: text(500),
})
export type LineInput = z.infer<typeof LineInput>

const DecisionInput = z.object({
  kind: Kind,
  number: z.string().trim().min(1).max(60),
  issuedOn: z.iso.date(),
  issuerId: Id,
  signer: text(200),
  signerTitle: text(200),
  subject: z.string().trim().min(1).max(500),
  legalBasis: text(4000),
  level: Level,
  fileId: Id.nullable().default(null),
  lines: z.array(LineInput).min(1).max(mostLines),
})
export type DecisionInput = z.infer<typeof DecisionInput>

/** A decision as it touches one person. */
export const PersonAction = z.object({
  id: Id,
  decisionId: Id,
  number: z.string(),
  issuedOn: z.string(),
  issuer: z.string(),
  kind: Kind,
  effectiveOn: z.string(),
  until: z.string().nullable(),
  state: State,
  detail: z.string(),
})
export type PersonAction = z.infer<typeof PersonAction>

const one = z.object({ id: Id })

export const decisionContract = {
  listDecisions: operation(can.readDecision)
    .route({ method: 'GET', path: '/careers/decisions', summary: 'Personnel decisions', ...about })
    .input(listInput(decisionList))
    .output(page(DecisionRow)),
  exportDecisions: operation(can.readDecision)
    .route({
      method: 'GET',
      path: '/careers/decisions/export',
      summary: 'Personnel decisions as Excel, CSV or a Word table',
      ...about,
    })
    .input(exportInput(decisionList))
    .output(z.file()),
  getDecision: operation(can.readDecision)
    .route({ method: 'GET', path: '/careers/decisions/{id}', summary: 'One personnel decision with its lines', ...about })
    .input(one)
    .output(Decision),
  decisionHistory: operation(can.readDecision)
    .route({ method: 'GET', path: '/careers/decisions/{id}/history', summary: 'Who did what with it', ...about })
    .input(one)
    .output(z.array(HistoryEvent)),
  decisionsOfPerson: operation(can.readDecision)
    .route({ method: 'GET', path: '/careers/persons/{id}/decisions', summary: 'The decisions about one person', ...about })
    .input(one)
    .output(z.array(PersonAction)),
  previewDecision: operation(can.readDecision)
    .route({ method: 'GET', path: '/careers/decisions/{id}/preview', summary: 'What signing would make of the files', ...about })
    .input(one)
    .output(Preview),
  previewDraft: operation(can.draftDecision, { reads: true })
    .route({ method: 'POST', path: '/careers/decisions/preview', summary: 'What a decision being written would make', ...about })
    .input(DecisionInput.pick({ kind: true, lines: true }))
    .output(Preview),
  draftDecision: operation(can.draftDecision)
    .route({ method: 'POST', path: '/careers/decisions', summary: 'Draft a personnel decision', ...about })
    .input(DecisionInput)
    .output(one),
  changeDraft: operation(can.draftDecision)
    .route({ method: 'POST', path: '/careers/decisions/{id}/change', summary: 'Change a draft', ...about })
    .input(DecisionInput.extend({ id: Id }))
    .output(one),
  discardDraft: operation(can.draftDecision)
    .route({ method: 'POST', path: '/careers/decisions/{id}/discard', summary: 'Throw a draft away', ...about })
    .input(one)
    .output(Done),
  checkDecision: operation(can.checkDecision)
    .route({
      method: 'POST',
      path: '/careers/decisions/{id}/check',
      summary: 'Note that a draft was checked and can be signed',
      ...about,
    })
    .input(one)
    .output(Done),
  returnDecision: operation(can.checkDecision)
    .route({
      method: 'POST',
      path: '/careers/decisions/{id}/return',
      summary: 'Give a checked decision back as a draft',
      ...about,
    })
    .input(one)
    .output(Done),
  signDecision: operation(can.signDecision)
    .route({
      method: 'POST',
      path: '/careers/decisions/{id}/sign',
      summary: 'Note that it is signed: its lines make the rows of files',
      ...about,
    })
    .input(one)
    .output(z.object({ effects: z.number().int() })),
  withdrawDecision: operation(can.signDecision)
    .route({
      method: 'POST',
      path: '/careers/decisions/{id}/withdraw',
      summary: 'Withdraw a signed decision: what it made is taken back',
      ...about,
    })
    .input(one.extend({ reason: z.string().trim().min(3).max(500) }))
    .output(Done),
}
