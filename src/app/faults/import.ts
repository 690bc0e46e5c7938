import { setTimeout as wait } from 'node:timers/promises'
import { unitFacts, type Outcome, type World, wrongEverywhere } from './world.ts'

const rows = 1500

/** A file of people nobody else is in. */
function fileOf(series: number): FormData {
  const letters = 'ABCDEGHKLMNPQ'
  const heading = 'Họ và tên,Ngày sinh,Giới tính,Nhóm,Đơn vị công tác,Chức vụ,Từ ngày,Số CCCD'
  const lines = Array.from({ length: rows }, (_, n) => {
    const name = `Trần ${letters[series % 13]}${letters[Math.floor(series / 13) % 13]}n ${letters[n % 13]}n`
    return `${name},0${(n % 9) + 1}/0${(n % 9) + 1}/19${60 + (n % 40)},Nam,Công chức,${unitFacts.code},Chuyên viên,01/01/2020,0${10_000_000_000 + series * 100_000 + n}`
  })
  const form = new FormData()
  form.set('kind', 'people')
  form.set('file', new File([[heading, ...lines].join('\n')], `nguoi-${series}.csv`, { type: 'text/csv' }))
  return form
}

interface Shown {
  state: string
  mapping: unknown
  counts: { made?: number }
}

/** One import from the file to the records, as a person does it; gives up when the program is gone. */
async function bring(
  world: World,
  series: number,
  known?: string,
): Promise<{ id: string | undefined; state: string | undefined }> {
  const { officer } = world
  let id = known
  if (!id) {
    const sent = await officer.ask('POST', '/imports', fileOf(series))
    if (sent?.status !== 200) return { id, state: undefined }
    id = (sent.body as { id: string }).id
  }
  for (let state = ''; ; await wait(30)) {
    const answer = await officer.ask('GET', `/imports/${id}`)
    if (answer?.status !== 200) return { id, state: undefined }
    const shown = answer.body as Shown
    if (shown.state === state) continue
    state = shown.state
    if (state === 'committed' || state === 'failed') return { id, state }
    if (state === 'drafted') await officer.ask('POST', `/imports/${id}/check`, { id, mapping: shown.mapping })
    if (state === 'checked') await officer.ask('POST', `/imports/${id}/commit`, { id })
  }
}

/** Kills the program while files are brought in; afterwards each file is in whole or not at all, and goes on to be in whole. */
export async function killDuringImport(world: World, kills: number, random: () => number): Promise<Outcome> {
  const wrong: string[] = []
  const inDoubt = { done: 0, undone: 0 }
  const began = performance.now()
  await bring(world, 0)
  const took = performance.now() - began
  const facts = async () =>
    (
      await world.sql<{
        people: number
        committed: number
        halves: number
      }>(`SELECT (SELECT count(*)::int FROM people.person) AS people,
        (SELECT count(*)::int FROM imports.import WHERE state = 'committed') AS committed,
        (SELECT count(*)::int FROM people.person p WHERE NOT EXISTS (SELECT FROM people.post t WHERE t.person_id = p.id)
          OR NOT EXISTS (SELECT FROM people.identity i WHERE i.person_id = p.id) OR NOT EXISTS (SELECT FROM imports.trace t WHERE t.record_id = p.id::text)) AS halves`)
    )[0]
  let done = 0
  for (let n = 1; done < kills && wrong.length === 0; n++) {
    let id: string | undefined
    // One file may be hit several times before it is in.
    for (let hits = 1 + Math.floor(random() * 2); hits > 0 && done < kills; hits--, done++) {
      const work = bring(world, n, id)
      await wait(random() * took)
      await world.program.kill()
      id = (await work).id ?? id
      await world.restart()
      const now = await facts()
      if (now?.people !== (now?.committed ?? 0) * rows) wrong.push(`${now?.committed} files committed, ${now?.people} people`)
      if (now?.halves !== 0) wrong.push(`${now?.halves} people without post, number or trace`)
      if (now?.committed === n + 1) inDoubt.done++
      else inDoubt.undone++
      wrong.push(...(await wrongEverywhere(world)))
    }
    const { state } = await bring(world, n, id)
    if (state !== 'committed') wrong.push(`file ${n} ended as ${state}`)
    const now = await facts()
    // A file sent whose answer never came may stand there a second time as a draft, never written.
    if (now?.committed !== n + 1 || now.people !== (n + 1) * rows) wrong.push(`after file ${n}: ${JSON.stringify(now)}`)
  }
  return {
    part: 'import',
    blows: done,
    acknowledged: (await facts())?.committed ?? 0,
    inDoubt,
    wrong,
    note: `${rows} rows a file, ${Math.round(took)} ms undisturbed`,
  }
}
