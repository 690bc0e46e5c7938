import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createRequire } from 'node:module'
import compress from '@fastify/compress'
import rateLimit from '@fastify/rate-limit'
import serveStatic from '@fastify/static'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import type { Router } from '@orpc/server'
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Auth, SessionCache, signInPaths } from '#kernel/auth.ts'
import { Lock } from '#kernel/auth/lock.ts'
import { verifySecondFactor } from '#kernel/auth/second-factor.ts'
import { type Actor, type Kernel, newId } from '#kernel/context.ts'
import type { OperationMeta } from '#kernel/contract.ts'
import { gatherRoutes } from '#kernel/domain.ts'
import { Refusal, refuse } from '#kernel/errors.ts'
import { limits as importLimits } from '#kernel/imports/source-format.ts'
import { allow, type RequestContext, toClientError } from '#kernel/operations.ts'
import type { Language } from '#kernel/words.ts'
import type { Config } from './config.ts'
import { demoAccounts, demoPassword } from './demo/load.ts'
import { domains } from './domains.ts'
import { type Asking, serveFiles } from './files-http.ts'
import { pageWithNonce, secureHttp, serverLimits } from './http-security.ts'
import { logAnswer, loggerFor } from './log.ts'
import { describeApi } from './openapi.ts'
import { serveOperating, type Standing } from './operating.ts'
import { translate } from './platform.ts'

export interface ServerParts {
  kernel: Kernel
  auth: Auth
  config: Config
  /** Whether the process is on its way out; without one it never is. */
  standing?: Standing
  /** Where the log goes, when not to standard output. */
  log?: Writable
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The operation asked for, and the account that asks: for the log and the metrics. */
    operation: string | null
    account: string | null
  }
}

/** Requests one address may send in a minute. It keeps one machine from taking all the others' time, so each process counts for itself. */
const flood = { all: 6000, signIn: 1200 }

/** The server: sign-in, operations, API description, metrics, and the web client. Everything an address can reach is here. */
export async function makeServer({
  kernel,
  auth,
  config,
  standing = { stopping: false },
  log,
}: ServerParts): Promise<FastifyInstance> {
  const server = Fastify({
    logger: loggerFor(config, log),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    // Ours alone: what comes with a request may say anything.
    requestIdHeader: false,
    genReqId: () => newId(),
    trustProxy: config.proxy,
    ...serverLimits,
  })
  const sessions = new SessionCache(auth, kernel)
  const lock = new Lock(kernel, config.rateLimit)
  if (config.rateLimit) {
    await server.register(rateLimit, {
      max: (request) => (request.url.startsWith('/api/auth/') ? flood.signIn : flood.all),
      timeWindow: '1 minute',
      allowList: (request) => !request.url.startsWith('/api/'),
      // Sign-in has a count of its own.
      keyGenerator: (request) => `${request.ip} ${request.url.startsWith('/api/auth/')}`,
      errorResponseBuilder: (request) => ({
        statusCode: 429,
        code: 'kernel.tooMany',
        status: 429,
        message: translate(languageOf(request), 'kernel.tooMany'),
      }),
    })
  }
  server.decorateRequest('operation', null)
  server.decorateRequest('account', null)

  await server.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] })
  secureHttp(server, {
    secure: config.secure,
    words: (request, code, params) => translate(languageOf(request), code, params),
    newIncident: () => kernel.newId().slice(-12),
  })
  const operating = serveOperating(server, { kernel, config, standing, languageOf })
  server.addHook('onResponse', async (request, reply) => {
    const [route, method, status] = [request.routeOptions.url ?? 'none', request.method, reply.statusCode]
    const { operation, account } = request
    operating.observe({ route: operation ?? route, method, status }, reply.elapsedTime / 1000)
    logAnswer(request.log, { route, method, status, milliseconds: reply.elapsedTime, operation, account })
  })
  server.get('/api/openapi.json', async () => describeApi(domains, config.version))
  server.get('/api/demo-accounts', async (_request, reply) => {
    if (!kernel.demonstration) return reply.code(404).send({ code: 'kernel.notFound' })
    return demoAccounts.map((a) => ({
      username: a.username,
      password: demoPassword,
      title: { vi: translate('vi', `app.demo.${a.title}`), en: translate('en', `app.demo.${a.title}`) },
    }))
  })
  await serveApiDocs(server)
  server.get('/api/sign-in-ways', async () => ({ passkey: true, oidc: config.oidc ? config.oidc.label : null }))
  server.addHook('onRequest', async (request, reply) => {
    // An address that guesses keys is turned away whatever it asks.
    if (keyOf(request)) await lock.demandUnlockedAddress(request.ip).catch((error: unknown) => tell(reply, request, error))
  })
  serveSignIn(server, { kernel, auth, sessions, lock })
  const asking = async (request: FastifyRequest): Promise<Asking> => {
    const actor = await actorOf(request, sessions, lock)
    request.account = actor?.id ?? null
    return {
      actor,
      requestId: headerText(request, 'x-request-id'),
      reason: headerText(request, 'x-reason'),
      lang: languageOf(request),
    }
  }
  serveFiles(server, { kernel, asking, fail: failIn(server, kernel) })
  serveOperations(server, { kernel, sessions, lock, asking })
  await serveClient(server, config.secure)
  return server
}

interface SignInParts {
  kernel: Kernel
  auth: Auth
  sessions: SessionCache
  lock: Lock
}

/** Signing in and out. Only the ways in are here: what an account does with itself afterwards is an operation like any other. */
function serveSignIn(server: FastifyInstance, { kernel, auth, sessions, lock }: SignInParts): void {
  const served = new Set(signInPaths)
  server.post('/api/auth/second-factor', async (request, reply) => {
    const actor = await sessions.actorOf(cookiesOf(request))
    if (!actor) return tell(reply, request, refuse.notSignedIn())
    const { code } = (request.body ?? {}) as { code?: unknown }
    if (actor.pending !== 'second-factor') return { done: true }
    try {
      const right = await lock.guard(
        `second/${actor.id}`,
        request.ip,
        () => (typeof code === 'string' && code.length <= 100 ? verifySecondFactor(kernel, actor, code) : Promise.resolve(false)),
        (ok) => !ok,
      )
      sessions.clear()
      if (right) return { done: true }
      return await tell(reply, request, new Refusal('administration.wrongCode', 'not-signed-in'))
    } catch (error) {
      return await tell(reply, request, error)
    }
  })
  server.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    handler: async (request, reply) => {
      const path = request.url.split('?')[0]?.slice('/api/auth'.length) ?? ''
      if (!served.has(`${request.method} ${path}`)) return tell(reply, request, refuse.notFound({ what: '' }))
      const handle = () => auth.handler(toFetchRequest(request))
      try {
        const { username } = (request.body ?? {}) as { username?: unknown }
        const answer =
          path === '/sign-in/username' && typeof username === 'string'
            ? await lock.guard(username.toLowerCase().slice(0, 100), request.ip, handle, (given) => given.status !== 200)
            : await handle()
        // The sign-in service hides what went wrong within it.
        if (answer.status >= 500 && !(await answersYet(kernel))) return await tell(reply, request, refuse.unavailable())
        if (path === '/sign-out') sessions.clear()
        void reply.code(answer.status)
        answer.headers.forEach((value, key) => {
          if (key !== 'set-cookie') void reply.header(key, value)
        })
        for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie)
        return await reply.send(answer.body ? Buffer.from(await answer.arrayBuffer()) : null)
      } catch (error) {
        return await tell(reply, request, error)
      }
    },
  })
}

/** Whether the database answers at all. */
function answersYet(kernel: Kernel): Promise<boolean> {
  return kernel.database.pool.query('SELECT 1').then(
    () => true,
    () => false,
  )
}

/** How an address outside the operations answers an error: in the words and the shape operations have. */
function failIn(server: FastifyInstance, kernel: Kernel) {
  return (reply: FastifyReply, error: unknown, { lang }: Asking, operation: string): FastifyReply => {
    const told = toClientError(
      error,
      (code, params) => translate(lang, code, params),
      () => {
        const incident = kernel.newId().slice(-12)
        server.log.error({ incident, operation, err: error })
        return incident
      },
    )
    return reply.code(told.status).type('application/json').send(told.toJSON())
  }
}

/** A refusal outside of the operations, in the same shape. */
function tell(reply: FastifyReply, request: FastifyRequest, error: unknown): FastifyReply {
  if (!(error instanceof Refusal)) throw error
  if (error.kind === 'too-many') void reply.header('retry-after', String(60 * Number(error.params.minutes ?? 1)))
  return reply.code(error.status).send({
    code: error.code,
    status: error.status,
    message: translate(languageOf(request), error.code, error.params),
    data: error.params,
  })
}

/** The key another system sends instead of a cookie. */
function keyOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
}

/** Who asks: by key where one is sent, and by nothing else then; by the session otherwise. */
async function actorOf(request: FastifyRequest, sessions: SessionCache, lock: Lock): Promise<Actor | null> {
  const key = keyOf(request)
  if (!key) return sessions.actorOf(cookiesOf(request))
  const actor = await sessions.actorOfKey(key, request.ip)
  if (!actor) await lock.countAddress(request.ip)
  return actor
}

function serveOperations(
  server: FastifyInstance,
  { kernel, sessions, lock, asking }: Omit<SignInParts, 'auth'> & { asking: (request: FastifyRequest) => Promise<Asking> },
): void {
  const { router } = gatherRoutes(domains)
  const handler = new OpenAPIHandler(router as unknown as Router<never, RequestContext>, {
    clientInterceptors: [
      async (options) => {
        const context = options.context as RequestContext
        const meta = options.procedure['~orpc'].meta as OperationMeta
        ;(context.note as (operation: string) => void)(options.path.join('.'))
        try {
          // Before the input is even looked at: who is not allowed learns nothing about what would be right.
          const actor = allow(context.actor, { ...meta, operation: options.path.join('.') })
          const answer = meta.provesIdentity
            ? await guarded(lock, actor.username, context.address as string, () => options.next())
            : await options.next()
          if (meta.changesRights) sessions.clear()
          return answer
        } catch (error) {
          throw toClientError(
            error,
            (code, params) => translate(context.lang, code, params),
            () => {
              const incident = kernel.newId().slice(-12)
              server.log.error({ incident, operation: options.path.join('.'), err: error })
              return incident
            },
          )
        }
      },
    ],
  })
  void server.register(async (scope) => {
    // A file for an import comes as it is, and the operation reads it: only one whose size is told, and no larger than an import may be.
    scope.addContentTypeParser('multipart/form-data', (request, _payload, done) => {
      if (!request.url.startsWith('/api/imports')) return done(Object.assign(new Error('not here'), { statusCode: 415 }))
      const size = Number(request.headers['content-length'] ?? Number.NaN)
      done(size <= importLimits.file + 64 * 1024 ? null : Object.assign(new Error('body too large'), { statusCode: 413 }))
    })
    scope.all('/api/*', async (request, reply) => {
      const context: RequestContext = {
        kernel,
        ...(await asking(request)),
        origin: headerText(request, 'origin'),
        address: request.ip,
        note: (operation: string) => (request.operation = operation),
      }
      const { matched } = await handler.handle(request, reply, { prefix: '/api', context })
      if (!matched)
        return reply
          .code(404)
          .send({ code: 'kernel.notFound', message: translate(context.lang, refuse.notFound({ what: '' }).code) })
    })
  })
}

const docsAssets = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js'])

/** An operation that takes a password: failed tries count towards the lock of the account, as at the sign-in page. */
async function guarded<T>(lock: Lock, username: string, address: string, run: () => Promise<T>): Promise<T> {
  const outcome = await lock.guard(
    username,
    address,
    () =>
      run().then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      ),
    (given) => 'error' in given && given.error instanceof Refusal && given.error.code === 'administration.wrongPassword',
  )
  if ('error' in outcome) throw outcome.error
  return outcome.answer
}

async function serveApiDocs(server: FastifyInstance): Promise<void> {
  const root = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..')
  await server.register(serveStatic, {
    root,
    prefix: '/api/docs/assets/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => docsAssets.has(path),
  })
  server.get('/api/docs', async (_request, reply) =>
    reply.type('text/html').send(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Nội Vụ API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"><div id="api"></div><script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script></html>`),
  )
  server.get('/api/docs/start.js', async (_request, reply) =>
    reply.type('text/javascript').send(`SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true })`),
  )
}

/** The web client as built; every address that is no file and no API opens it. */
async function serveClient(server: FastifyInstance, secure: boolean): Promise<void> {
  const root = [new URL('./web/', import.meta.url), new URL('../../dist/web/', import.meta.url)]
    .map((u) => fileURLToPath(u))
    .find((p) => existsSync(join(p, 'index.html')))
  if (!root) return
  const page = pageWithNonce(readFileSync(join(root, 'index.html'), 'utf8'), secure)
  for (const url of ['/', '/index.html']) server.get(url, (_request, reply) => page(reply))
  await server.register(serveStatic, {
    root,
    prefix: '/',
    wildcard: false,
    index: false,
    globIgnore: ['index.html'],
    setHeaders: (reply, path) => {
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/') || request.url.startsWith('/assets/'))
      return reply.code(404).send({ code: 'kernel.notFound' })
    return page(reply)
  })
}

function toFetchRequest(request: FastifyRequest): Request {
  const headers = new Headers()
  for (const [key, value] of Object.entries(request.headers))
    if (typeof value === 'string' && key !== 'content-length') headers.set(key, value)
  headers.set('x-noivu-address', request.ip)
  return new Request(new URL(request.url, `${request.protocol}://${request.headers.host ?? 'localhost'}`), {
    method: request.method,
    headers,
    ...(request.body === undefined || request.body === null ? {} : { body: JSON.stringify(request.body) }),
  })
}

function cookiesOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  if (request.headers.cookie) headers.set('cookie', request.headers.cookie)
  return headers
}

function languageOf(request: FastifyRequest): Language {
  return request.headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'vi'
}

function headerText(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value.length > 0 && value.length <= 500 ? decodeHeader(value) : null
}

/** Headers carry Vietnamese percent-encoded. */
function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
