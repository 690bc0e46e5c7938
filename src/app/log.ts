import type { Writable } from 'node:stream'
import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify'
import type { Config } from './config.ts'

/**
 * The log of what the program does, one JSON object a line on standard output. It tells what happened, never to whom: no address with its
 * search words, no body, no name, no record; of people only the identifier of the account that asked. Who did what to which record stands
 * in the audit log, which is guarded.
 */
export function loggerFor(
  config: Pick<Config, 'log' | 'version'>,
  stream?: Writable,
): NonNullable<FastifyServerOptions['logger']> {
  if (config.log === 'silent') return false
  return {
    level: config.log,
    ...(stream ? { stream } : {}),
    base: { version: config.version, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: {
      // Without words of its own a line would repeat those of the error, which may repeat what somebody typed.
      logMethod(args: unknown[], method) {
        const [first, ...rest] = args
        if (first instanceof Error) return method.apply(this, [{ err: first }, 'failed'])
        const words = rest.length === 0 && typeof first === 'object' ? ['failed'] : rest
        method.apply(this, [first, ...words] as never)
      },
    },
    serializers: {
      err: describeError as never,
      error: describeError as never,
      // What a library logs of a request or an answer of its own accord.
      req: () => undefined as never,
      res: () => undefined as never,
    },
  }
}

export interface AnsweredRequest {
  /** Pattern of the address. */
  route: string
  method: string
  status: number
  milliseconds: number
  operation: string | null
  account: string | null
}

/** One line for each answer: what went wrong here is told loudest. */
export function logAnswer(log: FastifyBaseLogger, answered: AnsweredRequest): void {
  const line = { ...answered, milliseconds: Math.round(answered.milliseconds * 10) / 10 }
  if (answered.status >= 500) log.warn(line, 'answered')
  else log.info(line, 'answered')
}

/** What of an error helps and is nobody's data: its kind, its place, and its message without what stands between quotes. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, table, constraint, column, routine, syscall } = error as Error & Record<string, unknown>
  // The database repeats values in its messages, inside and outside of quotes; its code says the same.
  const fromDatabase = 'severity' in error
  return {
    type: error.name,
    ...(fromDatabase ? {} : { message: withoutValues(error.message) }),
    ...Object.fromEntries(
      Object.entries({ code, table, constraint, column, routine, syscall }).filter(([, value]) => typeof value === 'string'),
    ),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  }
}

/** A message without what may have been typed by somebody: quoted text, long numbers, addresses of mail, anything with Vietnamese letters. */
function withoutValues(message: string): string {
  return message
    .slice(0, 500)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '…')
    .replace(/\S*@\S*/g, '…')
    .replace(/\S*[^\p{ASCII}…]\S*/gu, '…')
    .replace(/\d{5,}/g, '…')
}
