import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { shippedEntries } from '#kernel/codelist/codelist.service.ts'
import { entriesOn } from '#kernel/codelist/codelist.rules.ts'
import { fold } from '#kernel/text.ts'
import { classList, codeLists } from './personnel.lists.ts'
import { citizenNumberFault, classOf, isBefore, isDay, sections } from './section.rules.ts'

describe('a day as far as it is known', () => {
  test('is a year, a month or a day of the calendar', () => {
    expect(['1985', '1985-03', '1985-03-08', '2024-02-29'].filter(isDay)).toHaveLength(4)
    expect(['85', '1985-13', '1985-02-30', '2023-02-29', '1985-3-8', '1785', ''].filter(isDay)).toEqual([])
  })
  test('comes before another only as far as both are known', () => {
    expect(isBefore('1984', '1985-03')).toBe(true)
    expect(isBefore('1985', '1985-03')).toBe(false)
    expect(isBefore('1985-03-08', '1985-04')).toBe(true)
  })
})

describe('a citizen number', () => {
  const woman = { sex: 'female', birthYear: 1985 }
  test('says province, century and sex, and year of birth', () => {
    expect(citizenNumberFault('033185004321', woman)).toBeNull()
    expect(citizenNumberFault('033085004321', { sex: 'male', birthYear: 1985 })).toBeNull()
    expect(citizenNumberFault('033303004321', { sex: 'female', birthYear: 2003 })).toBeNull()
  })
  test('is refused with the part that is wrong', () => {
    expect(citizenNumberFault('03318500432', woman)).toBe('length')
    expect(citizenNumberFault('099185004321', woman)).toBe('province')
    expect(citizenNumberFault('033085004321', woman)).toBe('sex')
    expect(citizenNumberFault('033386004321', woman)).toBe('year')
  })
  test('of somebody born abroad begins with a country; an unknown year of birth contradicts nothing', () => {
    expect(citizenNumberFault('133185004321', woman)).toBeNull()
    expect(citizenNumberFault('033171004321', { sex: 'female', birthYear: null })).toBeNull()
  })
})

describe('the lists', () => {
  const ethnic = shippedEntries(codeLists.find((l) => l.id === 'personnel.ethnic-groups')!)
  test('name the 54 ethnic groups by the codes of 1979', () => {
    expect(ethnic.map((e) => e.code)).toEqual(Array.from({ length: 54 }, (_, i) => String(i + 1).padStart(2, '0')))
    expect(ethnic[0]?.label.vi).toBe('Kinh')
    expect(new Set(ethnic.map((e) => fold(e.label.vi))).size).toBe(54)
  })
  const given = new URL('../../../../shared/data/hr/dan-toc_54.csv', import.meta.url)
  test.skipIf(!existsSync(given))('name them as the list given out does', () => {
    const rows = parse<{ TENDANTOC: string }>(readFileSync(given, 'utf8'), { columns: true, bom: true })
    expect(rows.map((r) => r.TENDANTOC).sort()).toEqual(ethnic.map((e) => e.label.vi).sort())
  })
  test('keep a level that is no longer given for the years in which it was', () => {
    const languages = shippedEntries(codeLists.find((l) => l.id === 'personnel.language-levels')!)
    expect(entriesOn(languages, '2010-01-01').map((e) => e.code)).toContain('B')
    expect(entriesOn(languages, '2022-01-01').map((e) => e.code)).not.toContain('B')
  })
})

test('every field of the file has its class and the law behind it in the declared table, and no other', () => {
  const declared = new Map(shippedEntries(classList).map((e) => [e.code, [e.more.class, e.source !== ''] as const]))
  const ofSections = sections.flatMap((s) =>
    s.kinds
      ? Object.keys(s.kinds).map((kind) => [`${s.name}.${kind}`, classOf(s, kind)] as const)
      : [[s.name, classOf(s, null)] as const],
  )
  for (const [key, level] of ofSections) expect([key, declared.get(key)]).toEqual([key, [level, true]])
  const others = [...declared.keys()].filter((key) => !ofSections.some(([each]) => each === key))
  expect(others).toEqual([
    'person.birth_date',
    'person.birth_year',
    'person.sex',
    'person.full_name',
    'person.category',
    'identity.citizen_id',
    'post',
  ])
})

test('no item of form 2C-BNV/2008 that a file must hold is missing', () => {
  const items = sections.flatMap((s) => (s.kinds ? Object.values(s.kinds).map((k) => k.item) : [s.item ?? '']))
  const found = new Set(items.flatMap((item) => item.split(', ')))
  // 3 is the person, 12 the posts.
  for (let item = 1; item <= 32; item++)
    expect([item, item === 3 || item === 12 || [...found].some((f) => f.split('.')[0] === String(item))]).toEqual([item, true])
})
