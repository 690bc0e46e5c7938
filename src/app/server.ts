import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { assignRole, createUser } from '#domains/administration/index.ts'
import { installReport, installTemplate, shippedTemplate } from '#domains/reports/index.ts'
import { makeAuth, sessionSecret } from '#kernel/auth.ts'
import { makePassword } from '#kernel/auth/password.hash.ts'
import type { Blobs } from '#kernel/blobs/blobs.ts'
import { openBlobs } from '#kernel/blobs/open-blobs.ts'
import { vietnamDay, type Kernel } from '#kernel/context.ts'
import type { Database } from '#kernel/database.ts'
import { StartFailure } from '#kernel/data-folder.ts'
import { JobWorker } from '#kernel/jobs/job.worker.ts'
import { makeMailer } from '#kernel/notices/mailer.ts'
import { runOperation } from '#kernel/operations.ts'
import type { Language } from '#kernel/words.ts'
import { type Config, readConfig } from './config.ts'
import { demoAccounts, demoPassword, loadDemonstration, reportParameters } from './demo/load.ts'
import { makeServer } from './http.ts'
import { allPermissions, installationKind, makeKernel, openMigrated, setInstallationKind, system, translate } from './platform.ts'

export interface StartOptions {
  /** A real, empty installation instead of the demonstration province; meant already where DATABASE_URL names a server. */
  empty: boolean
  lang: Language
  say: (line: string) => void
}

/** A running platform. */
export interface Running {
  url: string
  kernel: Kernel
  stop(): Promise<void>
}

/**
 * Starts the platform: database, migrations, first contents, server.
 *
 * @throws StartFailure told in one line: port taken, folder not writable or in use, database newer or unreachable.
 */
export async function startServer(config: Config, options: StartOptions): Promise<Running> {
  const { lang, say } = options
  const t = (key: string, params?: Record<string, unknown>) => translate(lang, `app.${key}`, params)
  say(t('opening'))
  const database = await openMigrated(
    config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder },
    (_id, at, of) => say(t('migrating', { at, of })),
  )
  try {
    const blobs = await openBlobs(config)
    const mail = config.mail ? makeMailer(config.mail) : null
    const kernel: Kernel = {
      ...(await firstContents(database, blobs, options, config)),
      program: { version: config.version, startedAt: new Date().toISOString() },
      mail,
      publicUrl: config.publicUrl,
      backups: { ...config.backups, scratch: join(config.dataFolder, 'run'), program: config.version },
    }
    const auth = makeAuth(database, {
      secret: secretOf(config),
      secure: config.secure,
      publicUrl: config.publicUrl,
      oidc: config.oidc,
      onError: (error) => server.log.error({ job: 'sign-in', err: error }),
    })
    const standing = { stopping: false }
    const server: FastifyInstance = await makeServer({ kernel, auth, config, standing })
    await server.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? new StartFailure('start.portInUse', { port: config.port }) : error
    })
    const address = server.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const worker = new JobWorker(kernel, {
      slots: config.jobs,
      // Nobody else can hold the data folder: what its database calls running died with the process before this one.
      alone: !config.databaseUrl,
      onError: (error, what) => server.log.error({ job: what, err: error }),
    })
    if (config.jobs > 0) await worker.start()
    const url = `http://${config.host === '127.0.0.1' || config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`
    return {
      url,
      kernel,
      stop: async () => {
        standing.stopping = true
        await pause(config.drainSeconds)
        await Promise.all([closeWithin(server, config.stopSeconds), worker.stop()])
        mail?.close()
        // A question that is never answered must not keep the process: what it wrote was not committed.
        await Promise.race([database.close(), pause(5)])
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Takes no new requests, lets those under way finish, and hangs up on what is not finished in time. */
async function closeWithin(server: FastifyInstance, seconds: number): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), seconds * 1000)
  await server.close()
  clearTimeout(cut)
}

function pause(seconds: number): Promise<void> {
  return new Promise((done) => void setTimeout(done, seconds * 1000).unref())
}

/** Signs cookies and enciphers factors: from the settings where several processes share it, else kept in the data folder. */
export function secretOf(config: Config): string {
  return config.secret ?? sessionSecret(config.dataFolder)
}

/** What a database holds at first: the demonstration province, or an administrator and the shipped template. */
async function firstContents(database: Database, blobs: Blobs, options: StartOptions, config: Config): Promise<Kernel> {
  if (database.kind === 'pglite') return fill()
  // Two processes that start on an empty server: one fills it, the other waits and finds it filled.
  const one = await database.pool.connect()
  try {
    await one.query('SELECT pg_advisory_lock(317)')
    const kernel = await fill()
    await one.query('SELECT pg_advisory_unlock(317)')
    one.release()
    return kernel
  } catch (error) {
    one.release(true)
    throw error
  }

  async function fill(): Promise<Kernel> {
    const known = await installationKind(database.pool)
    const kind = known ?? (options.empty || config.databaseUrl ? 'real' : 'demonstration')
    const secret = secretOf(config)
    const kernel = makeKernel(database, { demonstration: kind === 'demonstration', blobs, secret })
    if (known) return kernel
    const permission = allPermissions[0]
    if (!permission) throw new Error('no permissions declared')
    const call = {
      operation: kind === 'real' ? 'app.install' : 'app.loadDemonstration',
      permission,
      writes: true,
      actor: system,
      lang: options.lang,
    }
    const t = (key: string, params?: Record<string, unknown>) => translate(options.lang, `app.${key}`, params)
    if (kind === 'demonstration') {
      await runOperation(kernel, call, (ctx) =>
        loadDemonstration(ctx, (step, done) =>
          options.say(`${t(`demo.${step}`)}${done > 0 && done < 1 ? ` ${Math.round(done * 100)}%` : ''}`),
        ),
      )
      // A fresh bulk load has no statistics yet, and the first lists would be planned blindly.
      await database.pool.query('ANALYZE')
    } else {
      const password = makePassword()
      await runOperation(kernel, call, async (ctx) => {
        const { id } = await createUser(ctx, { username: 'quantri', name: 'Quản trị hệ thống', personId: null, password })
        await assignRole(ctx, { id, role: 'administrator', unitId: null, from: ctx.today(), until: null })
        const template = shippedTemplate()
        await installTemplate(ctx, template)
        const year = Number(vietnamDay(kernel.now()).slice(0, 4))
        await installReport(ctx, {
          id: `annual-${year}`,
          templateCode: template.id,
          title: { vi: translate('vi', 'app.annualReport', { year }), en: translate('en', 'app.annualReport', { year }) },
          period: String(year),
          periodFrom: `${year}-01-01`,
          periodUntil: `${year + 1}-01-01`,
          formerPeriod: String(year - 1),
          parameters: reportParameters(year),
        })
      })
      options.say(t('firstAdministrator', { username: 'quantri', password }))
    }
    await setInstallationKind(database.pool, kind)
    return kernel
  }
}

/** Runs the server as a process: prints where it is, stops on Ctrl+C. Returns the exit code of a start that failed. */
export async function runServer(args: string[]): Promise<number | null> {
  let lang: Language = 'vi'
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  try {
    const { values } = parseArgs({
      args,
      options: { empty: { type: 'boolean', default: false }, lang: { type: 'string', default: 'vi' } },
    })
    lang = values.lang === 'en' ? 'en' : 'vi'
    const running = await startServer(readConfig(), { empty: values.empty, lang, say })
    if (running.kernel.demonstration) {
      say('')
      say(translate(lang, 'app.demo.accounts', { password: demoPassword }))
      for (const a of demoAccounts) say(`  ${a.username.padEnd(12)} ${translate(lang, `app.demo.${a.title}`)}`)
    }
    say('')
    say(translate(lang, 'app.ready', { url: running.url }))
    say(translate(lang, 'app.stopHint'))
    let stopping = false
    const stop = () => {
      if (stopping) {
        // Asked twice: whoever asks does not want to wait.
        process.stderr.write(`${translate(lang, 'app.stoppedAtOnce')}\n`)
        process.exit(1)
      }
      stopping = true
      say(translate(lang, 'app.stopping'))
      void running.stop().then(() => process.exit(0))
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
    return null
  } catch (error) {
    return tellFailure(error, lang)
  }
}

/** One clear line for what was foreseen; the whole story for what was not. Wrong options exit with 2, everything else with 1. */
export function tellFailure(error: unknown, lang: Language): number {
  if (error instanceof StartFailure) {
    process.stderr.write(`${translate(lang, `kernel.${error.key}`, error.params)}\n`)
    return 1
  }
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${translate(lang, 'app.cli.unknownOption', { problem: error.message })}\n`)
    return 2
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  void runServer(process.argv.slice(2)).then((code) => {
    if (code !== null) process.exit(code)
  })
}
