import { sql } from 'kysely'
import { approveCorrection, askCorrection, refuseCorrection } from '#domains/people/request.service.ts'
import type { Ctx } from '#kernel/context.ts'
import type { DemoPerson, DemoProvince } from './shapes.ts'

type Asked = {
  field: string
  newValue: (p: DemoPerson) => string
  note: string | null
  decided: 'approved' | 'refused' | null
  why: string
}

/** What people of the health service ask to have put right; no figure of the report counts a name or a birth. */
const asked: Asked[] = [
  {
    field: 'birth',
    newValue: (p) => (p.birthDate ?? '').replace(/-\d\d$/, (day) => (day === '-17' ? '-18' : '-17')),
    note: 'Theo giấy khai sinh bản gốc',
    decided: null,
    why: '',
  },
  {
    field: 'fullName',
    newValue: (p) => `${p.familyAndMiddle} Bảo ${p.given}`,
    note: 'Hồ sơ ghi thiếu tên đệm',
    decided: null,
    why: '',
  },
  {
    field: 'citizenId',
    newValue: (p) => `0330${(p.birthDate ?? '').slice(2, 4)}004417`,
    note: 'Đã đổi căn cước gắn chip',
    decided: null,
    why: '',
  },
  {
    field: 'fullName',
    newValue: (p) => `${p.familyAndMiddle} Quỳnh ${p.given}`,
    note: 'Theo căn cước',
    decided: 'approved',
    why: 'Đã đối chiếu căn cước và giấy khai sinh',
  },
  {
    field: 'birth',
    newValue: (p) => String(Number(p.birthDate?.slice(0, 4)) + 2),
    note: null,
    decided: 'refused',
    why: 'Giấy khai sinh và hồ sơ gốc đều ghi như hiện nay',
  },
]

/** Corrections asked for: waiting, approved, refused. Each through the door, in the name of who asks. */
export async function loadRequests(
  ctx: Ctx,
  { people, posts }: DemoProvince,
  holders: readonly string[],
  idOf: (key: string) => string,
): Promise<void> {
  const health = new Set(posts.filter((p) => p.until === null && p.unitCode.startsWith('SYT-')).map((p) => p.personKey))
  const some = people.filter((p) => health.has(p.key) && !holders.includes(p.key) && p.birthDate !== null).slice(-asked.length)
  for (const [at, person] of some.entries()) {
    const request = asked[at]
    if (!request) continue
    const personId = idOf(person.key)
    await actFor(ctx, personId)
    const input = { field: request.field, newValue: request.newValue(person), note: request.note, file: null }
    const { id } = await askCorrection({ ...ctx, actor: { ...ctx.actor, personId, name: person.fullName } }, input)
    await actFor(ctx, '')
    if (request.decided === 'approved') await approveCorrection(ctx, { id, reason: request.why })
    if (request.decided === 'refused') await refuseCorrection(ctx, { id, reason: request.why })
  }
}

/** Whose own record this transaction may ask about. */
async function actFor(ctx: Ctx, personId: string): Promise<void> {
  await sql`SELECT set_config('noivu.person', ${personId}, true)`.execute(ctx.db)
}
