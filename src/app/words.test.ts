import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OperationMeta } from '#kernel/contract.ts'
import type { ListShape } from '#kernel/lists.ts'
import { type WordTree, wordKeys } from '#kernel/words.ts'
import { contracts } from './contracts.ts'
import { domains as installed } from './domains.ts'
import { allWords } from './words.ts'

const source = join(import.meta.dirname, '..')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|factory)\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }))

/** All words of one side, by their full keys. */
function side(lang: 'vi' | 'en'): Map<string, string> {
  return new Map(
    Object.entries(allWords).flatMap(([name, words]) =>
      wordKeys(words[lang]).map((key) => [`${name}.${key}`, textAt(words[lang], key)] as const),
    ),
  )
}

function textAt(tree: WordTree, key: string): string {
  // A key may hold a dot of its own only by nesting, so walking is enough.
  const found = key
    .split('.')
    .reduce<WordTree | string | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), tree)
  return typeof found === 'string' ? found : ''
}

const vi = side('vi')
const en = side('en')
const domains = Object.keys(allWords).join('|')

/** Keys and beginnings of keys that stand in calls of `t`: `t('a.b')`, t(x ? 'a.b' : 'a.c'), t(`a.b.${x}`). */
function usedIn(text: string): { keys: string[]; groups: string[] } {
  const keys: string[] = []
  const groups: string[] = []
  for (const call of text.matchAll(/(?<![\w.])t\(/g)) {
    const argument = firstArgument(text, call.index + 2)
    for (const [, key = ''] of argument.matchAll(new RegExp(`['"\`]((?:${domains})\\.[\\w.-]+)['"\`]`, 'g'))) keys.push(key)
    for (const [, group = ''] of argument.matchAll(new RegExp(`\`((?:${domains})(?:\\.[\\w-]+)*\\.[\\w-]*)\\$\\{`, 'g')))
      groups.push(group)
  }
  return { keys, groups }
}

/** The text of a call's first argument. */
function firstArgument(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if ('([{'.includes(sign)) depth += 1
    if (')]}'.includes(sign) && (depth -= 1) < 0) return text.slice(from, at)
    if (sign === ',' && depth === 0) return text.slice(from, at)
  }
  return ''
}

describe('words', () => {
  test('both languages have the same keys', () => {
    expect([...en.keys()].filter((key) => !vi.has(key))).toEqual([])
    expect([...vi.keys()].filter((key) => !en.has(key))).toEqual([])
  })

  test('both languages name the same parameters, and no text is empty', () => {
    const parameters = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
    const differ = [...vi].filter(
      ([key, text]) => text === '' || JSON.stringify(parameters(text)) !== JSON.stringify(parameters(en.get(key))),
    )
    // Vietnamese has no plural, so a count may be left out of its English singular.
    expect(differ.map(([key]) => key)).toEqual([])
  })

  test('Vietnamese is not English left untranslated', () => {
    const same = [...vi].filter(([key, text]) => text === en.get(key) && /\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, '')))
    // The product's name, languages in their own words, names of file formats.
    const allowed = /^(ui\.product|ui\.language\.(vi|en)|reports\.formats\.\w+)$/
    expect(same.map(([key, text]) => `${key}: ${text}`).filter((line) => !allowed.test(line.split(':')[0] ?? ''))).toEqual([])
  })

  test('every key used by a screen exists', () => {
    const missing = files.flatMap(({ file, text }) => {
      const { keys, groups } = usedIn(text)
      const noKey = keys.filter((key) => !vi.has(key))
      const noGroup = groups.filter((group) => ![...vi.keys()].some((key) => key.startsWith(group)))
      return [...noKey, ...noGroup].map((key) => `${file}: ${key}`)
    })
    expect(missing).toEqual([])
    expect(files.flatMap(({ text }) => usedIn(text).keys).length).toBeGreaterThan(200)
  })

  test('every title of a page, and what a list names, exists', async () => {
    const missing: string[] = []
    const need = (file: string, key: string) => {
      if (key.includes('.') && !vi.has(key)) missing.push(`${file}: ${key}`)
    }
    for (const { file, text } of files.filter(({ file: name }) => /ui\/index\.tsx$/.test(name))) {
      for (const [, key = ''] of text.matchAll(/title: '([\w.-]+)'/g)) need(file, key)
    }
    for (const { file } of files.filter(({ file: name }) => name.endsWith('.contract.ts'))) {
      const module = (await import(join(source, file))) as Record<string, unknown>
      for (const shape of Object.values(module).filter(isShape)) {
        need(file, shape.title)
        for (const column of shape.columns) {
          need(file, column.title)
          if (column.words && ![...vi.keys()].some((key) => key.startsWith(`${column.words}.`)))
            missing.push(`${file}: ${column.words}.*`)
        }
        for (const filter of shape.filters) {
          need(file, filter.title)
          for (const choice of filter.choices ?? []) need(file, choice.title)
        }
      }
    }
    expect(missing).toEqual([])
  })

  test('every refusal says what happened', async () => {
    const missing: string[] = []
    for (const { file } of files.filter(
      ({ file: name }) => name.endsWith('.refusals.ts') || name === join('kernel', 'errors.ts'),
    )) {
      const { refuse } = (await import(join(source, file))) as { refuse: Record<string, unknown> }
      const domain = file.startsWith('kernel') ? 'kernel' : basename(file, '.refusals.ts')
      for (const code of Object.keys(refuse)) if (!vi.has(`${domain}.${code}`)) missing.push(`${domain}.${code}`)
    }
    expect(missing).toEqual([])
  })

  test('every operation that writes has a name in the log', () => {
    const missing: string[] = []
    for (const [domain, contract] of Object.entries(contracts)) {
      for (const [name, operation] of Object.entries(contract)) {
        const { route, meta } = operation['~orpc'] as { route: { method?: string }; meta: OperationMeta }
        if (route.method === 'GET' || meta.reads) continue
        if (!vi.has(`${domain}.operations.${name}`)) missing.push(`${domain}.operations.${name}`)
      }
    }
    expect(missing).toEqual([])
  })
})

function isShape(value: unknown): value is ListShape {
  return typeof value === 'object' && value !== null && 'columns' in value && 'filters' in value && 'defaultSort' in value
}

test('each kind of notice has its sentence and its name in both languages', () => {
  const kinds = installed.flatMap(({ notices = [] }) => notices.map(({ id }) => id))
  expect(kinds.length).toBeGreaterThan(10)
  const missing = kinds.flatMap((id) => {
    const [domain, name] = id.split('.')
    return [`${domain}.told.${name}`, `${domain}.toldKinds.${name}`].filter((key) => !vi.has(key) || !en.has(key))
  })
  expect(missing).toEqual([])
})
