import { describe, expect, test } from 'vitest'
import { holds, readCondition, readMarks } from './marks.rules.ts'

describe('inline marks', () => {
  test('figures, formats, footnotes, parameters and styles are read in order', () => {
    expect(readMarks('Có {A-1} hội viên[^n1] khóa {A-2|roman}, năm {{year-1}}; *nghiêng* và **đậm {A-3}**.')).toEqual([
      { kind: 'text', text: 'Có ' },
      { kind: 'figure', figureId: 'A-1' },
      { kind: 'text', text: ' hội viên' },
      { kind: 'footnote', key: 'n1' },
      { kind: 'text', text: ' khóa ' },
      { kind: 'figure', figureId: 'A-2', format: 'roman' },
      { kind: 'text', text: ', năm ' },
      { kind: 'parameter', name: 'year', shift: -1 },
      { kind: 'text', text: '; ' },
      { kind: 'text', text: 'nghiêng', italic: true },
      { kind: 'text', text: ' và ' },
      { kind: 'text', text: 'đậm ', bold: true },
      { kind: 'figure', figureId: 'A-3' },
      { kind: 'text', text: '.' },
    ])
  })

  test.each(['{', '{}', '{ A}', '{A|huge}', '[^]', '{{Year}}', '2 * 3 = 6', '}{'])('what is no mark stays text: %s', (text) => {
    expect(readMarks(text)).toEqual([{ kind: 'text', text }])
  })
})

describe('conditions', () => {
  const value = (id: string) => ({ A: 5, B: 0 })[id] ?? 0
  test.each([
    ['A > 0', true],
    ['A >= 6', false],
    ['B = 0', true],
    ['B != 0', false],
    ['A > 0 and B > 0', false],
    ['A > 0 or B > 0', true],
    ['C = 0', true],
  ])('%s is %s', (text, expected) => {
    const condition = readCondition(text)
    expect(condition).not.toBeNull()
    expect(holds(condition ?? [], value)).toBe(expected)
  })

  test.each(['', 'A', 'A >', 'A > x', 'A > 0 and', 'and', 'A > 0; DROP'])('is not one: %j', (text) => {
    expect(readCondition(text)).toBeNull()
  })
})
