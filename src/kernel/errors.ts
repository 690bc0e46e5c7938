import { z } from 'zod'

/** What kind of refusal: decides the HTTP status and whether trying again can help. */
export const refusalKinds = {
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
  'too-many': 429,
  unavailable: 503,
} as const
export type RefusalKind = keyof typeof refusalKinds

/** A "no" with a code that screens translate, its parameters and where they apply. The transaction is rolled back: nothing is half-written. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly kind: RefusalKind,
    readonly params: Record<string, unknown> = {},
  ) {
    super(code)
    this.name = 'Refusal'
  }
  get status(): number {
    return refusalKinds[this.kind]
  }
}

type Definition = { kind: RefusalKind; params?: z.ZodType<Record<string, unknown>> }
type Factory<D extends Definition> = D['params'] extends z.ZodType<infer P> ? (params: P) => Refusal : () => Refusal

/**
 * Declares the refusals of a domain. Each becomes a factory; the code is `domain.key` and its words stand in the domain's words file
 * under `refusal.key`.
 *
 * @example const refuse = defineRefusals('club', { full: { kind: 'conflict', params: z.object({ places: z.number() }) } })
 *          throw refuse.full({ places: 30 })
 */
export function defineRefusals<const T extends Record<string, Definition>>(
  domain: string,
  definitions: T,
): { readonly [K in keyof T]: Factory<T[K]> } {
  return Object.fromEntries(
    Object.entries(definitions).map(([key, definition]) => [
      key,
      (params?: unknown) => new Refusal(`${domain}.${key}`, definition.kind, definition.params?.parse(params) ?? {}),
    ]),
  ) as { readonly [K in keyof T]: Factory<T[K]> }
}

/** Refusals every domain shares. What lies outside one's reach answers exactly like what does not exist. */
export const refuse = defineRefusals('kernel', {
  notSignedIn: { kind: 'not-signed-in' },
  forbidden: { kind: 'forbidden', params: z.object({ permission: z.string() }) },
  notFound: { kind: 'not-found', params: z.object({ what: z.string() }) },
  pastDate: { kind: 'conflict', params: z.object({ asOf: z.string() }) },
  requestReused: { kind: 'conflict' },
  toldOnce: { kind: 'conflict' },
  invalidInput: { kind: 'invalid', params: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }) },
  changedMeanwhile: { kind: 'conflict' },
  unavailable: { kind: 'unavailable' },
  storageFull: { kind: 'unavailable' },
  tookTooLong: { kind: 'unavailable', params: z.object({ seconds: z.number() }) },
  wordTooLong: { kind: 'invalid', params: z.object({ limit: z.string() }) },
  fileTooLarge: { kind: 'invalid', params: z.object({ most: z.number() }) },
  importClosed: { kind: 'conflict' },
  importBusy: { kind: 'conflict' },
  importNoTable: { kind: 'conflict' },
  importUnmapped: { kind: 'invalid', params: z.object({ fields: z.string() }) },
  importNotReady: { kind: 'conflict', params: z.object({ rows: z.number() }) },
  importOvertaken: { kind: 'conflict', params: z.object({ row: z.number() }) },
  importNotWritten: { kind: 'conflict' },
  importUsed: { kind: 'conflict', params: z.object({ count: z.number(), rows: z.string(), why: z.string(), file: z.string() }) },
  secondFactorNeeded: { kind: 'forbidden' },
  enrolmentNeeded: { kind: 'forbidden' },
  newPasswordNeeded: { kind: 'forbidden' },
  locked: { kind: 'too-many', params: z.object({ minutes: z.number().int() }) },
  tooMany: { kind: 'too-many' },
})
