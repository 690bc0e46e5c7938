import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from './program.ts'
import { type Outcome, type World, wrongEverywhere } from './world.ts'

interface Edition {
  id: string
  number: number
  status: 'draft' | 'checked' | 'approved' | 'sealed'
  documentNumber: string | null
  documentDate: string | null
}

/** Kills the program while editions of a report are drafted, dated, checked, approved, sealed and numbered by the register. */
export async function killDuringSealing(world: World, kills: number, random: () => number): Promise<Outcome> {
  const wrong: string[] = []
  const inDoubt = { done: 0, undone: 0 }
  const acknowledged = new Map<string, string>()
  const open: { path: string; requestId: string }[] = []
  const [report] = await world.sql<{ id: string }>('SELECT id FROM reports.report LIMIT 1')
  if (!report) throw new Error('the installation has no report')
  const date = `${report.id.slice(-4)}-12-20`

  const act = async (client: Client, path: string, body: object): Promise<Edition | null> => {
    const requestId = randomUUID()
    const answer = await client.ask('POST', path, body, requestId)
    if (!answer || answer.status === 503) {
      open.push({ path, requestId })
      return null
    }
    if (answer.status !== 200) {
      wrong.push(`${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
      return null
    }
    acknowledged.set(requestId, path)
    return answer.body as Edition
  }

  /** One step further, whatever the state; null when the program is gone. */
  const step = async (): Promise<Edition | null> => {
    const shown = await world.writer.ask('GET', `/reports/reports/${report.id}`)
    if (shown?.status !== 200) return null
    const edition = (shown.body as { editions: Edition[] }).editions.find((e) => e.status !== 'sealed')
    if (!edition) return act(world.writer, `/reports/reports/${report.id}/editions`, { id: report.id })
    const at = `/reports/editions/${edition.id}`
    const body = { editionId: edition.id }
    if (edition.status === 'draft' && !edition.documentDate)
      return act(world.writer, `${at}/number`, { ...body, documentDate: date })
    if (edition.status === 'draft') return act(world.writer, `${at}/check`, body)
    if (edition.status === 'checked') return act(world.director, `${at}/approve`, body)
    return act(world.director, `${at}/seal`, body)
  }

  const began = performance.now()
  let sealed = 0
  while (sealed < 1 && wrong.length === 0) if ((await step())?.status === 'sealed') sealed++
  const took = performance.now() - began
  for (let n = 0; n < kills && wrong.length === 0; n++) {
    let over = false
    const killed = (async () => {
      await wait(random() * took * 1.2)
      await world.program.kill()
      over = true
    })()
    while (!over && wrong.length === 0) if (!(await step())) await wait(2)
    await killed
    await world.restart()
    const logged = new Set(
      (await world.sql<{ request_id: string }>(`SELECT request_id FROM audit.entry WHERE operation LIKE 'reports.%'`)).map(
        (r) => r.request_id,
      ),
    )
    for (const [requestId, path] of acknowledged) if (!logged.has(requestId)) wrong.push(`${path} was acknowledged and is gone`)
    for (const one of open.splice(0)) inDoubt[logged.has(one.requestId) ? 'done' : 'undone']++
    const [facts] = await world.sql<Record<string, number>>(`SELECT
      (SELECT count(*)::int FROM reports.edition WHERE status = 'sealed') AS sealed,
      (SELECT count(*)::int FROM kernel.book_number) AS numbered,
      (SELECT count(*)::int FROM audit.entry WHERE operation = 'reports.sealEdition') AS logged,
      (SELECT count(*)::int FROM reports.edition e WHERE status = 'sealed' AND NOT EXISTS (SELECT FROM kernel.book_number b WHERE b.record_id = e.id::text AND b.text = e.document_number)) AS "withoutNumber",
      (SELECT count(*)::int FROM reports.edition WHERE status <> 'sealed' AND document IS NOT NULL) AS halves`)
    if (facts?.sealed !== facts?.numbered || facts?.sealed !== facts?.logged || facts?.withoutNumber !== 0 || facts?.halves !== 0)
      wrong.push(JSON.stringify(facts))
    wrong.push(...(await wrongEverywhere(world)))
  }
  const [numbers] = await world.sql<{ n: number }>('SELECT count(*)::int AS n FROM kernel.book_number')
  return {
    part: 'sealing',
    blows: kills,
    acknowledged: acknowledged.size,
    inDoubt,
    wrong,
    note: `${numbers?.n} editions sealed and numbered, one undisturbed in ${Math.round(took)} ms`,
  }
}
