import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { call } from '@orpc/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Kernel, newId, systemActor } from '#kernel/context.ts'
import { operation, type OperationMeta } from '#kernel/contract.ts'
import { gatherRoutes } from '#kernel/domain.ts'
import { implement } from '#kernel/operations.ts'
import { domains } from './domains.ts'

/**
 * What every operation has in common, looked at in its contract: nothing in an input is without a bound. Whatever is added to the platform is
 * looked at without a line added to this file.
 */

interface Node {
  type?: string | string[]
  maxLength?: number
  pattern?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  maxItems?: number
  properties?: Record<string, Node>
  additionalProperties?: Node | boolean
  propertyNames?: Node
  items?: Node | boolean
  prefixItems?: Node[]
  anyOf?: Node[]
  oneOf?: Node[]
  allOf?: Node[]
  $ref?: string
  $defs?: Record<string, Node>
}

/** A pattern that says itself how long its text may be: anchored, and nothing in it repeats without end. */
const bounded = (pattern: string) =>
  pattern.startsWith('^') && pattern.endsWith('$') && !/(?<!\\)[*+]|\{\d+,\}/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''))

/** Places of an input without a bound. */
function unbounded(node: Node | boolean | undefined, place: string, root: Node, seen = new Set<unknown>()): string[] {
  if (typeof node !== 'object' || seen.has(node)) return []
  seen.add(node)
  const inside = (part: Node | boolean | undefined, name: string) => unbounded(part, `${place}${name}`, root, seen)
  if (node.$ref) return inside(root.$defs?.[node.$ref.replace('#/$defs/', '')], '')
  const parts = [
    ...[...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? []), ...(node.prefixItems ?? [])].flatMap((part) =>
      inside(part, ''),
    ),
    ...Object.entries(node.properties ?? {}).flatMap(([name, part]) => inside(part, `.${name}`)),
    ...inside(node.items, '[]'),
    ...inside(node.additionalProperties, '{}'),
    ...inside(node.propertyNames, '{key}'),
  ]
  const fixed = node.enum !== undefined || node.const !== undefined
  const types = [node.type].flat()
  if (
    types.includes('string') &&
    !fixed &&
    node.maxLength === undefined &&
    !(node.pattern && bounded(node.pattern)) &&
    !['uuid', 'date', 'binary'].includes(node.format ?? '')
  )
    parts.push(`${place}: text of any length`)
  if ((types.includes('number') || types.includes('integer')) && !fixed)
    if ((node.minimum ?? node.exclusiveMinimum) === undefined || (node.maximum ?? node.exclusiveMaximum) === undefined)
      parts.push(`${place}: number of any size`)
  if (types.includes('array') && node.maxItems === undefined && !node.prefixItems) parts.push(`${place}: list of any length`)
  if (
    node.type === undefined &&
    !fixed &&
    !node.anyOf &&
    !node.oneOf &&
    !node.allOf &&
    Object.keys(node).every((key) => key === 'default')
  )
    parts.push(`${place}: anything at all`)
  return parts
}

const inputs = Object.entries(gatherRoutes(domains).contract).flatMap(([domain, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => {
    const { inputSchema, route, meta } = procedure['~orpc'] as unknown as {
      inputSchema?: z.ZodType
      route: { method?: string; path?: string }
      meta: OperationMeta
    }
    return { name: `${domain}.${name}`, schema: inputSchema, route, meta }
  }),
)

/** Whole documents, bounded by the body: each with its reason. */
const whole: Record<string, string> = Object.fromEntries(
  ['saveTemplate', 'previewTemplate'].flatMap((name) =>
    ['{}: anything at all', '{key}: text of any length'].map((what) => [
      `reports.${name}.body${what}`,
      'a whole template of a report, parsed by template.contract.ts before it is used',
    ]),
  ),
)

describe('every input', () => {
  test('has a bound for each text, number and list', () => {
    expect(inputs.length).toBeGreaterThan(30)
    const found = inputs.flatMap(({ name, schema }) => {
      if (!schema) return []
      const node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
      return unbounded(node, name, node)
    })
    expect(found.filter((place) => !(place in whole))).toEqual([])
  })

  test('this test sees what has none', () => {
    const schema = z.object({
      a: z.string(),
      b: z.array(z.string().max(3)),
      c: z.number(),
      d: z.string().regex(/^x+$/),
      e: z.record(z.string(), z.unknown()),
      f: z.string().max(3),
      g: z.uuid(),
      h: z.enum(['x']),
      i: z.int().min(1).max(3),
      j: z.string().regex(/^\d{4}$/),
      k: z.union([z.string(), z.literal('x')]),
    })
    const node = z.toJSONSchema(schema, { io: 'input' }) as Node
    expect(unbounded(node, '', node)).toEqual([
      '.a: text of any length',
      '.b: list of any length',
      '.c: number of any size',
      '.d: text of any length',
      '.e{}: anything at all',
      '.e{key}: text of any length',
      '.k: text of any length',
    ])
  })
})

describe('reading never writes', () => {
  test.for(inputs)('$name opens the transaction its method says', async ({ name, route, meta }) => {
    const begun: string[] = []
    const connection = {
      executeQuery: (query: { sql: string }) => {
        begun.push(query.sql)
        return Promise.resolve({ rows: [] })
      },
    }
    const kernel = {
      database: {
        pipelined: false,
        db: { connection: () => ({ execute: (run: (db: unknown) => Promise<unknown>) => run(connection) }) },
      },
      now: () => new Date('2022-12-20T01:00:00Z'),
      newId,
    } as unknown as Kernel
    const { permission, ...more } = meta
    const contract = { probe: operation(permission, more).route({ method: route.method as 'GET', path: '/probe' }) }
    const { router } = implement(contract, { probe: () => Promise.resolve(undefined) })
    const context = { kernel, actor: systemActor([permission.id]), requestId: null, reason: null, lang: 'vi' as const }
    // The audit entry of a write meets no database here, after the transaction has been opened.
    await call(router.probe as Parameters<typeof call>[0], undefined, { context } as never).catch(() => undefined)
    const reads = route.method === 'GET' || meta.reads === true
    expect([name, begun[0]?.split(';')[0]]).toEqual([name, reads ? 'BEGIN READ ONLY' : 'BEGIN'])
  })
})

/**
 * Requests that the server itself sends, and where their addresses come from: from settings alone, never from what somebody typed. A new place
 * has to be named here, with the reason.
 */
const outbound: Record<string, string> = {
  'src/kernel/auth/actor.ts': 'compares addresses with lists of networks; opens nothing',
  'src/kernel/blobs/s3-blobs.ts': 'the S3 server of NOIVU_S3_ENDPOINT',
  'src/kernel/database.ts': 'the PostgreSQL server of DATABASE_URL',
  'src/kernel/database-server.ts': 'the PostgreSQL servers of DATABASE_URL',
  'src/kernel/data-folder.ts': 'the socket in the data folder, to see whether another process holds it',
  'src/kernel/database-worker.ts': 'listens on that socket',
  'src/kernel/notices/smtp-mailer.ts': 'the mail server of the settings',
  'src/kernel/notices/mailer.ts': 'the mail server of the settings',
}

describe('the server asks nobody', () => {
  const source = join(import.meta.dirname, '..')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(
      (file) =>
        /\.ts$/.test(file) &&
        !/\.(test|factory)\.ts$|(^|\/)(ui|testing|bench|faults)\/|testing\.ts$|(bench|drill)\.ts$/.test(file),
    )
    .map((file) => ({ file: `src/${file}`, text: readFileSync(join(source, file), 'utf8').replaceAll(/^import type .*$/gm, '') }))
  const asks =
    /(?<![\w.])fetch\(|from '(node:)?(http|https|http2|net|tls|dgram|dns)(\/promises)?'|from '(undici|axios|got|nodemailer|@aws-sdk\/[\w-]+|ws)'|new (pg\.(Pool|Client)|WebSocket|EventSource)\(/

  test('but the services named in its settings', () => {
    const found = files.filter(({ text }) => asks.test(text)).map(({ file }) => file)
    expect(found.filter((file) => !(file in outbound))).toEqual([])
  })
})
