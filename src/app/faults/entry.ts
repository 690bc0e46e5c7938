import { setTimeout as wait } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { Outcome, World } from './world.ts'
import { wrongEverywhere } from './world.ts'

/** One request as it was sent, so that it can be sent again. */
interface Sent {
  requestId: string
  operation: 'people.registerPerson' | 'evaluation.recordRating' | 'evaluation.correctRating' | 'administration.createUser'
  path: string
  body: Record<string, unknown>
  /** What was answered; undefined while it is open whether it was done. */
  answer?: unknown
}

export interface Entry {
  sent: Sent[]
  wrong: string[]
  /** Statuses that are neither 200 nor 503. */
  odd: Set<number>
  /** Lets writers work until the given promise is settled. */
  work(until: Promise<unknown>, onAcknowledged?: (sentAt: number) => void): Promise<void>
  /** Sends again what was left open and some of what was acknowledged; then looks at everything stored. */
  check(): Promise<{ done: number; undone: number }>
}

/** Four people who type at once: new persons, their ratings, corrections of these, accounts. */
export function entryInto(world: World, random: () => number): Entry {
  const sent: Sent[] = []
  const wrong: string[] = []
  const odd = new Set<number>()
  const people: string[] = []
  const ratings: string[] = []
  const months = new Map<string, number>()
  /** The next month of a person. */
  const month = (person: string) => {
    const n = (months.get(person) ?? -1) + 1
    months.set(person, n)
    const at = (later: number) => new Date(Date.UTC(2012, later, 1)).toISOString().slice(0, 10)
    return { periodFrom: at(n), periodUntil: at(n + 1) }
  }
  let count = 0
  const pick = <T>(from: T[]) => from[Math.floor(random() * from.length)]

  function next(): Sent {
    const requestId = randomUUID()
    const n = ++count
    const chance = random()
    const person = pick(people)
    const rating = pick(ratings)
    if (chance < 0.15)
      return {
        requestId,
        operation: 'administration.createUser',
        path: '/administration/users',
        body: { username: `nguoi-${n}-${requestId.slice(0, 8)}`, name: 'Nguyễn Văn Thử', personId: null },
      }
    if (rating && chance < 0.4)
      return {
        requestId,
        operation: 'evaluation.correctRating',
        path: `/evaluation/ratings/${rating}/correct`,
        body: { id: rating, level: pick(['XS', 'TOT']), reason: `Ghi nhầm, lần ${n}` },
      }
    if (person && chance < 0.65)
      return {
        requestId,
        operation: 'evaluation.recordRating',
        path: '/evaluation/ratings',
        // A period nobody else takes: rating the same one twice is refused, rightly.
        body: { personId: person, periodKind: 'month', ...month(person), level: 'TOT', decidedOn: null, decisionNumber: null },
      }
    return {
      requestId,
      operation: 'people.registerPerson',
      path: '/people/persons',
      body: {
        familyAndMiddle: 'Trần Thị',
        given: `Bền ${n}`,
        sex: 'female',
        birthYear: 1980,
        category: 'civil-servant',
        unitId: world.unitId,
        title: 'Chuyên viên',
        from: '2012-01-01',
        // Their names are alike: who enters them says that they are others.
        reason: 'Người khác',
      },
    }
  }

  async function send(one: Sent): Promise<'acknowledged' | 'open' | 'refused'> {
    const client = one.operation === 'administration.createUser' ? world.administrator : world.officer
    const answer = await client.ask('POST', one.path, one.body, one.requestId)
    // Not there, or just going away: whether it was done is not known.
    if (!answer || answer.status === 503) return 'open'
    if (one.operation === 'administration.createUser' && answer.status === 409 && codeOf(answer.body) === 'kernel.toldOnce') {
      one.answer ??= null
      return 'acknowledged'
    }
    if (answer.status !== 200) {
      odd.add(answer.status)
      wrong.push(`${one.operation}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`)
      return 'refused'
    }
    if (one.answer !== undefined && one.answer !== null && JSON.stringify(one.answer) !== JSON.stringify(answer.body))
      wrong.push(`${one.operation} sent again answers differently`)
    one.answer ??= answer.body
    return 'acknowledged'
  }

  async function work(until: Promise<unknown>, onAcknowledged?: (sentAt: number) => void): Promise<void> {
    let over = false
    void until.finally(() => (over = true))
    await Promise.all(
      [1, 2, 3, 4].map(async () => {
        while (!over) {
          const one = next()
          sent.push(one)
          const sentAt = performance.now()
          const end = await send(one)
          if (end === 'acknowledged') {
            remember(one)
            onAcknowledged?.(sentAt)
          } else await wait(5)
        }
      }),
    )
  }

  function remember(one: Sent): void {
    const id = (one.answer as { id?: string } | null)?.id
    if (id && one.operation === 'people.registerPerson') people.push(id)
    if (id && one.operation === 'evaluation.recordRating') ratings.push(id)
  }

  let looked = 0
  async function check(): Promise<{ done: number; undone: number }> {
    const entries = await world.sql<{ request_id: string; operation: string; changes: number; listed: number }>(
      `SELECT request_id, operation, changes, (SELECT count(*)::int FROM audit.change c WHERE c.entry_id = e.id) AS listed FROM audit.entry e
       WHERE operation LIKE 'people.%' OR operation LIKE 'evaluation.%' OR operation = 'administration.createUser'`,
    )
    const byRequest = grouped(entries)
    const fresh = sent.slice(looked)
    looked = sent.length
    const open = fresh.filter((one) => one.answer === undefined)
    for (const one of sent) {
      const found = byRequest.get(one.requestId) ?? []
      if (one.answer !== undefined && found.length !== 1)
        wrong.push(`${one.operation} was acknowledged and is in the log ${found.length} times`)
      if (found.length > 1) wrong.push(`${one.operation} was done ${found.length} times`)
    }
    for (const e of entries)
      if (e.changes !== e.listed || (e.changes === 0 && e.operation !== 'evaluation.correctRating'))
        wrong.push(`${e.operation}: ${e.changes} changes, ${e.listed} listed`)
    const done = open.filter((one) => byRequest.has(one.requestId)).length
    // Sent again: what was open is done now, once; what was acknowledged answers as before.
    for (const one of [...open, pick(fresh), pick(fresh)]) {
      if (!one || (one.answer !== undefined && !fresh.includes(one))) continue
      if ((await send(one)) === 'open') wrong.push(`${one.operation} sent again was not answered`)
      else remember(one)
    }
    const [facts] = await world.sql<Record<string, number>>(`SELECT
      (SELECT count(*)::int FROM people.person) AS persons,
      (SELECT count(*)::int FROM people.person p WHERE NOT EXISTS (SELECT FROM people.post t WHERE t.person_id = p.id)) AS "personsWithoutPost",
      (SELECT count(*)::int FROM evaluation.rating) AS ratings,
      (SELECT count(*)::int FROM audit.entry WHERE operation = 'people.registerPerson') AS "personsLogged",
      (SELECT count(*)::int FROM audit.entry WHERE operation = 'evaluation.recordRating') AS "ratingsLogged",
      (SELECT count(*)::int FROM kernel.request r WHERE NOT EXISTS (SELECT FROM audit.entry e WHERE e.request_id = r.request_id AND e.actor_id = r.actor_id)) AS "requestsWithoutEntry",
      (SELECT count(*)::int FROM auth."user" u WHERE u.username LIKE 'nguoi-%' AND NOT EXISTS (SELECT FROM auth.account a WHERE a."userId" = u.id)) AS "accountsWithoutPassword"`)
    if (facts?.persons !== facts?.personsLogged) wrong.push(`${facts?.persons} persons, ${facts?.personsLogged} in the log`)
    if (facts?.ratings !== facts?.ratingsLogged) wrong.push(`${facts?.ratings} ratings, ${facts?.ratingsLogged} in the log`)
    for (const half of ['personsWithoutPost', 'requestsWithoutEntry', 'accountsWithoutPassword'])
      if (facts?.[half] !== 0) wrong.push(`${half}: ${facts?.[half]}`)
    const there = new Set(
      (
        await world.sql<{ id: string }>(`SELECT id::text FROM people.person UNION ALL SELECT id::text FROM evaluation.rating`)
      ).map((r) => r.id),
    )
    for (const id of [...people, ...ratings]) if (!there.has(id)) wrong.push(`acknowledged and gone: ${id}`)
    wrong.push(...(await wrongEverywhere(world)))
    return { done, undone: open.length - done }
  }
  return { sent, wrong, odd, work, check }
}

function codeOf(body: unknown): string | undefined {
  return (body as { code?: string } | null)?.code
}

function grouped<T extends { request_id: string }>(rows: T[]): Map<string, T[]> {
  const map = new Map<string, T[]>()
  for (const row of rows) map.set(row.request_id, [...(map.get(row.request_id) ?? []), row])
  return map
}

/** Kills the program again and again while people type. */
export async function killDuringEntry(world: World, kills: number, random: () => number): Promise<Outcome> {
  const entry = entryInto(world, random)
  const inDoubt = { done: 0, undone: 0 }
  let starts = 0
  for (let n = 0; n < kills; n++) {
    let left = 1 + Math.floor(random() * 30)
    let enough: () => void = () => {}
    const reached = new Promise<void>((resolve) => (enough = resolve))
    const killed = (async () => {
      await reached
      await wait(random() * 40)
      await world.program.kill()
    })()
    await entry.work(killed, () => --left === 0 && enough())
    await world.restart()
    starts += world.program.startedIn
    const { done, undone } = await entry.check()
    inDoubt.done += done
    inDoubt.undone += undone
    if (entry.wrong.length > 0) break
  }
  return {
    part: 'entry',
    blows: kills,
    acknowledged: entry.sent.filter((one) => one.answer !== undefined).length,
    inDoubt,
    wrong: entry.wrong,
    note: `started again in ${Math.round(starts / kills)} ms on average`,
  }
}
