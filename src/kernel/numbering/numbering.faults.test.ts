import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newId, systemActor } from '../context.ts'
import { type Database, openDatabase } from '../database.ts'
import { defineDomain } from '../domain.ts'
import { runOperation } from '../operations.ts'
import { definePermissions } from '../permissions.ts'
import { fillDataFolder, freshDatabase, testKernel } from '../testing.ts'
import { nextNumber } from './numbering.service.ts'
import type { Book } from './numbering.rules.ts'

/** Numbers have no gap and no double, whatever happens to those who take them. The same on both databases. */

const can = definePermissions('club', { number: { vi: 'Cấp số', en: 'Number' } })
const club = defineDomain({ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} } })
const book: Book = {
  code: 'club.letters',
  words: { vi: 'Sổ', en: 'Register' },
  format: '{n}/CV',
  restart: 'year',
  permissions: [can.number.id],
  source: 'x',
}
const actor = systemActor([can.number.id])

async function numbersIn(database: Database): Promise<{ numbers: number[]; last: number }> {
  const { rows } = await database.pool.query<{ number: number }>(
    `SELECT number FROM kernel.book_number WHERE book = 'club.letters' ORDER BY number`,
  )
  const series = await database.pool.query<{ last: number }>(`SELECT last FROM kernel.book_series WHERE book = 'club.letters'`)
  return { numbers: rows.map((r) => r.number), last: series.rows[0]?.last ?? 0 }
}
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('concurrent writers', () => {
  test('20 at once, a third of them rolled back: 1 to n, each acknowledged one among them', { timeout: 400_000 }, async () => {
    const database = await freshDatabase()
    try {
      const kernel = testKernel(database, [club])
      const fates = fc.sample(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 10, maxLength: 10 }), {
        numRuns: 20,
        seed: 316,
      })
      const acknowledged: number[] = []
      await Promise.all(
        fates.map(async (fate) => {
          for (const chance of fate) {
            try {
              const taken = await runOperation(
                kernel,
                { operation: 'club.number', permission: can.number, writes: true, actor },
                async (ctx) => {
                  const n = await nextNumber(ctx, book, { date: '2022-12-20', relation: 'club.letter', recordId: newId() })
                  await wait(chance)
                  if (chance === 0) throw new Error('rolled back')
                  return n
                },
              )
              acknowledged.push(taken.number)
            } catch (error) {
              if (!(error instanceof Error) || error.message !== 'rolled back') throw error
            }
          }
        }),
      )
      const { numbers, last } = await numbersIn(database)
      expect(numbers).toEqual(upTo(last))
      expect(acknowledged.sort((a, b) => a - b)).toEqual(numbers)
      expect(numbers.length).toBe(fates.flat().filter((c) => c !== 0).length)
    } finally {
      await database.close()
    }
  })
})

/** A process that takes numbers as fast as it can, four at a time, and says each one aloud once it is committed. */
function writer(settings: object): ChildProcess {
  const code = `
    const { openDatabase } = await import('./src/kernel/database.ts')
    const { runOperation } = await import('./src/kernel/operations.ts')
    const { systemActor, newId } = await import('./src/kernel/context.ts')
    const { nextNumber } = await import('./src/kernel/numbering/numbering.service.ts')
    const database = await openDatabase(${JSON.stringify(settings)})
    const kernel = { database, now: () => new Date('2022-12-20T03:00:00Z'), newId, events: {}, indicators: [], lists: [], search: [], permissions: [], demonstration: false, translate: (l, k) => k }
    const permission = { id: 'club.number', words: { vi: '', en: '' } }
    const book = ${JSON.stringify(book)}
    const take = async () => {
      for (;;) {
        const taken = await runOperation(kernel, { operation: 'club.number', permission, writes: true, actor: systemActor(['club.number']) }, (ctx) =>
          nextNumber(ctx, book, { date: '2022-12-20', relation: 'club.letter', recordId: newId() }))
        process.stdout.write(taken.number + '\\n')
      }
    }
    await Promise.all([take(), take(), take(), take()])`
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Lets writers work, kills each at a moment nobody chose, and gives what they had said by then. */
async function killed(settings: object, count: number, milliseconds: number): Promise<number[]> {
  const said: number[] = []
  await Promise.all(
    Array.from({ length: count }, async () => {
      const child = writer(settings)
      let text = ''
      const began = new Promise<void>((resolve) => {
        child.stdout?.on('data', (chunk: Buffer) => {
          text += chunk.toString()
          resolve()
        })
        child.once('exit', () => resolve())
      })
      const gone = new Promise((resolve) => child.once('exit', resolve))
      await began
      await wait(milliseconds)
      child.kill('SIGKILL')
      await gone
      // Only whole lines were said.
      for (const line of text.split('\n').slice(0, -1)) said.push(Number(line))
    }),
  )
  return said
}

describe('killed writers', () => {
  test('processes killed many times leave 1 to n, and every number they had said', { timeout: 600_000 }, async () => {
    const url = process.env.DATABASE_URL
    const said: number[] = []
    const folder = mkdtempSync(join(tmpdir(), 'noivu-numbers-'))
    const shared = url ? await freshDatabase() : null
    try {
      if (!shared) await fillDataFolder(folder)
      const settings = shared ? { url: (shared.pool.options as { connectionString: string }).connectionString } : { folder }
      const open = () => (shared ? Promise.resolve(shared) : openDatabase({ folder }))
      let before = 0
      for (const milliseconds of [400, 20, 700, 150, 300, 0]) {
        said.push(...(await killed(settings, shared ? 3 : 1, milliseconds)))
        const database = await open()
        const { numbers, last } = await numbersIn(database)
        expect(numbers).toEqual(upTo(last))
        expect(last).toBeGreaterThanOrEqual(before)
        before = last
        if (!shared) await database.close()
      }
      expect(new Set(said).size).toBe(said.length)
      expect(said.length).toBeGreaterThan(10)
      expect(said.filter((n) => n > before)).toEqual([])
    } finally {
      await shared?.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
