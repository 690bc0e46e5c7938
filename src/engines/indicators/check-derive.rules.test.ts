import { describe, expect, test } from 'vitest'
import { checksOfPeriod, readChecks } from './check-derive.rules.ts'
import { runChecks } from './check-run.rules.ts'
import { club, derived, words, written } from './check.factory.ts'

describe('checks as data', () => {
  const check = { ...words, id: 'a', severity: 'A', kind: 'same', figures: ['gold', 'silver'] }

  test('unknown figures and ids used twice are refused, all at once', () => {
    expect(() => written(check, { ...check, figures: ['gold', 'bronze'] })).toThrow('a: id used twice\na: unknown figure bronze')
  })

  test('unknown fields and patterns without a number are refused', () => {
    expect(() => written({ ...check, figure: 'gold' })).toThrow()
    const sequence = { ...words, id: 'b', severity: 'A', kind: 'sequence', figure: 'gold' }
    for (const pattern of ['\\d+/CUP', '(', '(a)(b)']) expect(() => written({ ...sequence, pattern })).toThrow()
  })

  test('a check with a period holds for that report only', () => {
    const checks = written(check, { ...check, id: 'b', period: '2022' })
    expect(checksOfPeriod(checks, '2022').map(({ id }) => id)).toEqual(['a', 'b'])
    expect(checksOfPeriod(checks, '2023').map(({ id }) => id)).toEqual(['a'])
  })

  test('figures nobody entered say nothing', () => {
    expect(runChecks([...derived, ...written(check)], new Map())).toEqual([])
  })

  test('every derived check is one the data could have said', () => {
    const plain = derived.map(({ places: _, ...definition }) => definition)
    expect(readChecks(plain, club)).toHaveLength(derived.length)
  })
})
