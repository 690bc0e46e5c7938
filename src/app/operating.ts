import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Kernel } from '#kernel/context.ts'
import { inTime, probeFiles, readState, roomForFiles } from '#kernel/state.ts'
import type { Language } from '#kernel/words.ts'
import type { Config } from './config.ts'
import { allMigrations, translate } from './platform.ts'

/** Whether this process is on its way out. Whoever distributes requests is told first. */
export interface Standing {
  stopping: boolean
}

/** Why a process takes no requests; each has words in `app.notReady`. */
type Reason = 'stopping' | 'database' | 'migrations' | 'files'

/** What an operator's tools ask: is it alive, does it take requests, how is it doing. None of it needs an account, none of it tells of people. */
export function serveOperating(
  server: FastifyInstance,
  parts: { kernel: Kernel; config: Config; standing: Standing; languageOf: (request: FastifyRequest) => Language },
): { observe(labels: { route: string; method: string; status: number }, seconds: number): void } {
  const { kernel, config, standing } = parts
  const metrics = makeMetrics(kernel, config)

  // Alive, whatever the database does: who restarts a process because its database is away makes things worse.
  server.get('/api/health', async () => ({ status: 'ok', database: kernel.database.kind, version: config.version }))

  server.get('/api/ready', async (request, reply) => {
    const reasons = standing.stopping ? (['stopping'] as const) : await reasonsNotToServe(kernel)
    const lang = parts.languageOf(request)
    return reply.code(reasons.length > 0 ? 503 : 200).send({
      ready: reasons.length === 0,
      reasons: reasons.map((code) => ({ code, message: translate(lang, `app.notReady.${code}`) })),
    })
  })

  server.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, config.metricsToken)) return reply.code(404).send({ code: 'kernel.notFound' })
    await metrics.look()
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })

  return { observe: (labels, seconds) => metrics.duration.observe(labels, seconds) }
}

async function reasonsNotToServe(kernel: Kernel): Promise<Reason[]> {
  const [database, files] = await Promise.all([
    inTime(stateOfMigrations(kernel)).catch((): Reason => 'database'),
    probeFiles(kernel.blobs).then(
      () => null,
      (): Reason => 'files',
    ),
  ])
  return [database, files].filter((reason) => reason !== null)
}

/** Null when the database is of just this program's version: an older process steps back while a newer one has already begun. */
async function stateOfMigrations(kernel: Kernel): Promise<Reason | null> {
  const { rows } = await kernel.database.pool.query<{ id: string }>('SELECT id FROM kernel.migration')
  const ids = allMigrations().map((m) => m.id)
  const applied = new Set(rows.map((r) => r.id))
  return applied.size === ids.length && ids.every((id) => applied.has(id)) ? null : 'migrations'
}

/** From this very machine and not through its proxy, or with the token, compared without telling how much of it was right. */
function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  const said = /^Bearer (.{1,500})$/.exec(request.headers.authorization ?? '')?.[1]
  if (said !== undefined) return token !== null && timingSafeEqual(digest(said), digest(token))
  const near = /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')
  const passedOn = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => request.headers[name] !== undefined)
  return near && !passedOn
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function makeMetrics(kernel: Kernel, config: Config) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gauge = <T extends string>(name: string, help: string, labelNames: T[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const duration = new Histogram({
    name: 'noivu_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.15, 0.5, 2, 10],
    registers,
  })
  gauge('noivu_build_info', 'Version of the program', ['version']).set({ version: config.version }, 1)
  const up = gauge('noivu_database_up', '1 when the database answered in time')
  const pool = gauge('noivu_database_connections', 'Connections of this process to the database', ['state'])
  const jobs = gauge('noivu_jobs', 'Jobs by state', ['state'])
  const head = gauge('noivu_audit_head', 'Number of the newest entry of the log; its hash as a label, to be kept elsewhere', [
    'hash',
  ])
  const backup = gauge(
    'noivu_backup_age_seconds',
    'Age in seconds of what the last good backup holds; absent where none is known',
  )
  const free = gauge('noivu_files_free_bytes', 'Room left where the content of files lies; absent where it is not known')

  // Without a label a gauge begins at 0, which would be told as a fact.
  for (const unknown of [up, backup, free]) unknown.remove()

  async function look(): Promise<void> {
    const { totalCount, idleCount, waitingCount } = kernel.database.pool
    pool.set({ state: 'busy' }, totalCount - idleCount)
    pool.set({ state: 'idle' }, idleCount)
    pool.set({ state: 'waiting' }, waitingCount)
    try {
      const state = await readState(kernel.database.pool)
      for (const name of ['waiting', 'running', 'failed', 'stuck'] as const) jobs.set({ state: name }, state.jobs[name])
      head.reset()
      head.set({ hash: state.log.hash }, state.log.seq)
      if (state.backup) backup.set(state.backup.age)
      else backup.remove()
      up.set(1)
    } catch {
      up.set(0)
    }
    const room = await roomForFiles(kernel.blobs)
    if (room) free.set(room.free)
    else free.remove()
  }
  return { registry, duration, look }
}
