import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { IndicatorDefinition } from '#engines/indicators/index.ts'
import { assetPath, listAssets } from '#kernel/assets.ts'
import { readCodeList } from '#kernel/codelists.ts'
import { isPlainDate } from '#kernel/dates.ts'
import { domains } from './domains.ts'

const Source = z.object({
  id: z.string().regex(/^[A-Z]+-\d+-\d{4}$/),
  number: z.string().min(1),
  title: z.string().min(1),
  issued: z.string().refine(isPlainDate),
  in_force: z.string().refine(isPlainDate),
  until: z.string().refine((text) => text === '' || isPlainDate(text)),
  link: z.string(),
})
const sources = readCodeList(assetPath('app/sources.csv'), Source)
const known = new Set(sources.map((s) => s.id))
const resolves = (source: string) => known.has(source.split('#')[0] ?? '')

test('each document is listed once and its days follow each other', () => {
  expect(known.size).toBe(sources.length)
  for (const s of sources)
    expect([s.id, s.issued <= s.in_force, s.until === '' || s.in_force < s.until]).toEqual([s.id, true, true])
})

/** A list the department keeps by its own practice names that instead of a document. */
const practice = 'Thông lệ của Sở'

test('the source of every code in every list resolves', () => {
  const lists = ['kernel/**/data/*.csv', 'domains/**/data/*.csv']
    .flatMap(listAssets)
    .filter((file) => readFileSync(assetPath(file), 'utf8').split('\n')[0]?.split(',').includes('source'))
  expect(lists).toContain('domains/evaluation/data/levels.csv')
  for (const list of lists) {
    for (const row of readCodeList(assetPath(list), z.object({ source: z.string() }).loose()))
      expect([list, row.source, row.source === practice || resolves(row.source)]).toEqual([list, row.source, true])
  }
})

test('the source of every computed figure that names one resolves', () => {
  const named = domains.flatMap((d) => (d.indicators ?? []) as readonly IndicatorDefinition[]).filter((i) => i.source)
  expect(named.length).toBeGreaterThan(0)
  for (const indicator of named) expect([indicator.id, resolves(indicator.source ?? '')]).toEqual([indicator.id, true])
})

test('validity windows of one code do not overlap', () => {
  for (const list of ['kernel/**/data/*.csv', 'domains/**/data/*.csv'].flatMap(listAssets)) {
    const rows = readCodeList(
      assetPath(list),
      z.object({ code: z.string().optional(), valid_from: z.string().optional(), valid_until: z.string().optional() }).loose(),
    )
    for (const a of rows) {
      for (const b of rows) {
        if (a === b || a.code === undefined || a.code !== b.code || a.valid_from === undefined) continue
        const apart =
          (a.valid_until || '9999') <= (b.valid_from || '0000') || (b.valid_until || '9999') <= (a.valid_from || '0000')
        expect([list, a.code, apart]).toEqual([list, a.code, true])
      }
    }
  }
})
