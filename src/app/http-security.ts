import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asRefusal } from '#kernel/operations.ts'

const second = 1000

/**
 * What one request may take of the server. A body is for operations; files are streamed and limited by their purpose. A request has to
 * arrive within `requestTimeout`, its head within `headersTimeout`; a connection on which nothing moves is closed. The address is part of
 * the head, so `maxHeaderSize` bounds both.
 */
export const serverLimits = {
  bodyLimit: 10 * 1024 * 1024,
  connectionTimeout: 150 * second,
  requestTimeout: 15 * 60 * second,
  routerOptions: { maxParamLength: 500 },
  http: { headersTimeout: 20 * second, maxHeaderSize: 16 * 1024, connectionsCheckingInterval: 5 * second },
}

/** What a 503 says about coming again: a database that restarts or is taken over by its standby is back within a few seconds. */
const retryAfterSeconds = 5

/** Stands in index.html where the nonce of the answer goes. */
export const nonceMark = '__NOIVU_NONCE__'

type Words = (request: FastifyRequest, code: string, params?: Record<string, unknown>) => string

export interface SecurityParts {
  /** People reach the platform over TLS. */
  secure: boolean
  words: Words
  newIncident: () => string
}

/** The policy of every answer that is data: nothing in it is ever shown, run or framed. */
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The policy of a page of ours: code and connections from here alone; styles from here, or with the nonce of this one answer. */
export function pagePolicy(secure: boolean, nonce?: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/** What the pages never use, and so nothing that gets into them may. */
const unused = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': unused.map((feature) => `${feature}=()`).join(', '),
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Headers of every answer, refusal of requests that another site's page makes, and errors that tell nothing of the inside. An answer with
 * needs of its own (a file, a page) sets its own headers over these.
 */
export function secureHttp(server: FastifyInstance, { secure, words, newIncident }: SecurityParts): void {
  const everywhere = {
    ...headers,
    // A browser that has once come over TLS never comes without.
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
  const tell = (request: FastifyRequest, reply: FastifyReply, status: number, code: string, data: Record<string, unknown> = {}) =>
    reply
      .code(status)
      .type('application/json; charset=utf-8')
      .send({ code, status, message: words(request, code, data), data })

  // What a form of another site can send without asking first is no way in.
  server.removeContentTypeParser('text/plain')

  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(everywhere)
    void reply.header('content-security-policy', isApi(request) ? dataPolicy : pagePolicy(secure))
    if (!validHost(request.headers.host)) return tell(request, reply, 400, 'kernel.badRequest')
    if (!reading.has(request.method) && !writing.has(request.method)) return tell(request, reply, 405, 'kernel.badRequest')
    if (writing.has(request.method) && !comesFromOurPages(request, secure)) return tell(request, reply, 403, 'kernel.forbidden')
  })

  server.addHook('onSend', async (request, reply) => {
    if (isApi(request) && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', retryAfterSeconds)
  })

  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500
    // Refused by a part of the server that has its own words.
    if (status < 500 && error.code?.startsWith('kernel.')) return tell(request, reply, status, error.code)
    if (status === 413) return tell(request, reply, status, 'kernel.bodyTooLarge')
    if (status >= 400 && status < 500) return tell(request, reply, status, 'kernel.badRequest')
    const refusal = asRefusal(error)
    if (refusal) return tell(request, reply, refusal.status, refusal.code, refusal.params)
    const incident = newIncident()
    request.log.error({ incident, err: error })
    return tell(request, reply, 500, 'kernel.unexpected', { incident })
  })
}

/** A page answered each time with a nonce of its own, named in its policy. */
export function pageWithNonce(html: string, secure: boolean): (reply: FastifyReply) => FastifyReply {
  const parts = html.split(nonceMark)
  return (reply) => {
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .headers({ 'content-security-policy': pagePolicy(secure, nonce), 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(parts.join(nonce))
  }
}

/** The description of the interface is a page; everything else below /api is data. */
function isApi({ url }: FastifyRequest): boolean {
  return url.startsWith('/api/') && !/^\/api\/docs\/?(\?|$)/.test(url)
}

/** A name or address with a port, as browsers send it; anything else would make addresses nobody meant. */
function validHost(host: string | undefined): boolean {
  return host !== undefined && /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/i.test(host)
}

/**
 * A browser says with every write where it comes from: `Sec-Fetch-Site` over TLS, `Origin` always. One that says neither while it carries
 * a cookie is refused; a program that brings no cookie brings nothing that a foreign page could borrow (docs/decisions/070).
 */
function comesFromOurPages({ headers }: FastifyRequest, secure: boolean): boolean {
  const { origin, host, cookie } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  if (origin !== undefined) return sameOrigin(origin, host, secure)
  return site === 'same-origin' || cookie === undefined
}

function sameOrigin(origin: string, host: string | undefined, secure: boolean): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  return from === host?.toLowerCase() && (secure ? protocol === 'https:' : protocol === 'https:' || protocol === 'http:')
}
