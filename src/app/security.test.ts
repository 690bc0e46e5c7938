import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/security.md'), 'utf8')

/** Requirements of levels 1 and 2 in each section of ASVS 5.0.0, in its order; those of level 3 come after them or between. */
const sections: Record<string, number[]> = {
  ...count('1.1', 2),
  ...count('1.2', 9),
  ...count('1.3', 11),
  ...count('1.4', 3),
  ...count('1.5', 2),
  ...count('2.1', 3),
  ...count('2.2', 3),
  ...count('2.3', 4),
  ...count('2.4', 1),
  ...count('3.2', 2),
  ...count('3.3', 4),
  ...count('3.4', 6),
  ...count('3.5', 5),
  ...count('3.7', 2),
  ...count('4.1', 3),
  ...count('4.2', 1),
  ...count('4.3', 2),
  ...count('4.4', 4),
  ...count('5.1', 1),
  ...count('5.2', 3),
  ...count('5.3', 2),
  ...count('5.4', 3),
  ...count('6.1', 3),
  ...count('6.2', 12),
  ...count('6.3', 4),
  ...count('6.4', 4),
  ...count('6.5', 5),
  ...count('6.6', 3),
  ...count('6.8', 4),
  ...count('7.1', 3),
  ...count('7.2', 4),
  ...count('7.3', 2),
  ...count('7.4', 5),
  ...count('7.5', 2),
  ...count('7.6', 2),
  ...count('8.1', 2),
  ...count('8.2', 3),
  ...count('8.3', 1),
  ...count('8.4', 1),
  ...count('9.1', 3),
  ...count('9.2', 4),
  ...count('10.1', 2),
  ...count('10.2', 2),
  ...count('10.3', 4),
  ...count('10.4', 11),
  ...count('10.5', 5),
  ...count('10.6', 2),
  ...count('10.7', 3),
  ...count('11.1', 2),
  ...count('11.2', 3),
  ...count('11.3', 3),
  ...count('11.4', 4),
  ...count('11.5', 1),
  ...count('11.6', 1),
  ...count('12.1', 3),
  ...count('12.2', 2),
  ...count('12.3', 4),
  ...count('13.1', 1),
  ...count('13.2', 5),
  ...count('13.3', 2),
  ...count('13.4', 5),
  ...count('14.1', 2),
  ...count('14.2', 4),
  ...count('14.3', 3),
  ...count('15.1', 3),
  ...count('15.2', 3),
  ...count('15.3', 7),
  ...count('16.1', 1),
  ...count('16.2', 5),
  ...count('16.3', 4),
  ...count('16.4', 3),
  ...count('16.5', 3),
  ...count('17.1', 1),
  ...count('17.2', 4),
  ...count('17.3', 2),
}
function count(section: string, last: number): Record<string, number[]> {
  return { [section]: Array.from({ length: last }, (_, at) => at + 1) }
}

interface Line {
  numbers: string[]
  state: string
  proof: string
}

const lines: Line[] = [...text.matchAll(/^\| (\d+\.\d+\.\d+)(?:-(\d+\.\d+\.\d+))? \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, from = '', until = from, state = '', proof = '']) => {
    const section = from.slice(0, from.lastIndexOf('.'))
    const [first, last] = [from, until].map((number) => Number(number.slice(number.lastIndexOf('.') + 1)))
    const numbers = (sections[section] ?? []).filter((n) => n >= (first ?? 0) && n <= (last ?? 0)).map((n) => `${section}.${n}`)
    return { numbers, state, proof }
  },
)

test('every requirement of levels 1 and 2 stands in docs/security.md once', () => {
  const all = Object.entries(sections).flatMap(([section, numbers]) => numbers.map((n) => `${section}.${n}`))
  expect(all).toHaveLength(253)
  expect(lines.flatMap(({ numbers }) => numbers)).toEqual(all)
})

test('each has a state, and a test or a reason', () => {
  for (const { numbers, state, proof } of lines) {
    expect([numbers.join(), ['met', 'n/a', 'open'].includes(state)]).toEqual([numbers.join(), true])
    expect([numbers.join(), proof.length > 3]).toEqual([numbers.join(), true])
  }
})

test('every file that is named exists', () => {
  const named = new Set([...text.matchAll(/`((?:src|e2e|scripts|docs)\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file))
  expect(named.size).toBeGreaterThan(30)
  expect([...named].filter((file) => !existsSync(join(root, file)))).toEqual([])
})
