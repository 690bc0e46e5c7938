import { z } from 'zod'
import { Done, Id, operation } from '#kernel/contract.ts'
import { listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from './administration.permissions.ts'

export const emergencyStates = ['ongoing', 'unreviewed', 'justified', 'unjustified'] as const

/** Uses of emergency access, to be reviewed. */
export const emergencyList: ListShape = {
  id: 'emergencies',
  title: 'administration.emergencies',
  columns: [
    { key: 'userName', title: 'administration.emergencyBy', type: 'text', sortable: true, shown: true, width: 200 },
    { key: 'startedAt', title: 'administration.at', type: 'text', sortable: true, shown: true, width: 160 },
    { key: 'endedAt', title: 'administration.emergencyUntil', type: 'text', shown: true, width: 160 },
    { key: 'reason', title: 'administration.reason', type: 'text', shown: true, width: 340 },
    { key: 'entries', title: 'administration.emergencyEntries', type: 'number', shown: true, width: 110 },
    {
      key: 'state',
      title: 'administration.state',
      type: 'text',
      words: 'administration.emergencyStates',
      shown: true,
      width: 150,
    },
    { key: 'reviewedByName', title: 'administration.reviewedBy', type: 'text', shown: false, width: 180 },
  ],
  filters: [
    {
      key: 'state',
      title: 'administration.state',
      choices: emergencyStates.map((value) => ({ value, title: `administration.emergencyStates.${value}` })),
    },
  ],
  defaultSort: '-startedAt',
  searchable: true,
}

export const EmergencyRow = z.object({
  id: Id,
  userId: z.string(),
  userName: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  reason: z.string(),
  /** Entries of the log it left; unknown to who may not read the log. */
  entries: z.number().int().nullable(),
  state: z.enum(emergencyStates),
  reviewedByName: z.string().nullable(),
  reviewNote: z.string().nullable(),
})
export type EmergencyRow = z.infer<typeof EmergencyRow>

const tags = ['administration']

export const emergencyContract = {
  takeEmergency: operation(can.takeEmergency, { changesRights: true })
    .route({
      method: 'POST',
      path: '/administration/emergency',
      summary: 'Reach everywhere for a limited time, with a written reason; told to all who watch',
      tags,
    })
    .input(z.object({ reason: z.string().trim().min(20).max(1000), minutes: z.number().int().min(5).max(60).default(60) }))
    .output(z.object({ id: Id, until: z.string() })),
  endEmergency: operation(can.readSelf, { changesRights: true })
    .route({ method: 'POST', path: '/administration/emergency/end', summary: 'Give up the own emergency access', tags })
    .output(Done),
  listEmergencies: operation(can.reviewEmergency)
    .route({ method: 'GET', path: '/administration/emergencies', summary: 'Uses of emergency access', tags })
    .input(listInput(emergencyList))
    .output(page(EmergencyRow)),
  reviewEmergency: operation(can.reviewEmergency)
    .route({
      method: 'POST',
      path: '/administration/emergencies/{id}/review',
      summary: 'Sign off a use of emergency access; not by who took it',
      tags,
    })
    .input(z.object({ id: Id, finding: z.enum(['justified', 'unjustified']), note: z.string().trim().max(1000).default('') }))
    .output(Done),
}
