import { describe, expect, test } from 'vitest'
import { boundFigures, type ComposeInput, composeDocument, findProblems } from './compose.rules.ts'
import { ReportTemplate } from './template.contract.ts'

const template = ReportTemplate.parse({
  id: 'club',
  title: { vi: 'Báo cáo câu lạc bộ', en: 'Club report' },
  layout: 'party-2018',
  header: { superior: 'LIÊN ĐOÀN', issuer: 'CÂU LẠC BỘ', symbol: 'BC/CLB', place: 'Sông Mã' },
  type: 'BÁO CÁO',
  summary: 'Kết quả năm {{year}}',
  addressees: [],
  recipients: [],
  signature: { authority: [], post: '', name: '' },
  blocks: [
    { kind: 'heading', id: 'h', level: 1, number: 'I-', text: 'Hội viên năm {{year}}' },
    {
      kind: 'paragraph',
      id: 'p1',
      sentences: [
        { kind: 'sentence', text: 'Có {C-1} hội viên[^b].' },
        { kind: 'sentence', text: 'Mất {C-2} cờ.', when: 'C-2 > 0' },
        { kind: 'sentence', text: 'Không mất cờ[^a].', when: 'C-2 = 0' },
        { kind: 'list', figure: 'C-3', item: '{label} ({amount})' },
      ],
    },
    { kind: 'paragraph', id: 'p2', when: 'C-9 > 0', sentences: [{ kind: 'sentence', text: 'Không in.' }] },
  ],
  footnotes: {
    a: [{ kind: 'sentence', text: 'Chú thích a' }],
    b: [{ kind: 'sentence', text: 'Chú thích b xem thêm[^c]' }],
    c: [{ kind: 'sentence', text: 'c {C-1}' }],
  },
})

const figure = (id: string, value: string | null) => ({
  id,
  kind: 'count',
  value,
  qualifier: 'exact' as const,
  source: 'typed' as const,
  status: value === null ? ('missing' as const) : ('ok' as const),
})
const input: ComposeInput = {
  template,
  figures: new Map([figure('C-1', '8'), figure('C-2', '0'), figure('C-3', '2')].map((f) => [f.id, f])),
  lists: new Map([
    [
      'C-3',
      [
        { label: 'Cờ {C-1} *vua*', amount: '3' },
        { label: 'Cờ tướng', amount: '1' },
      ],
    ],
  ]),
  parameters: { year: 2022 },
  documentNumber: null,
  documentDate: null,
  language: 'vi',
}
const text = (runs: { kind: string; text?: string; number?: number }[]) => runs.map((r) => r.text ?? `[${r.number}]`).join('')

describe('composing', () => {
  const document = composeDocument(input)

  test('binds figures, leaves out what does not hold, numbers footnotes as they are met', () => {
    expect(document.blocks.map((b) => [b.id, text(b.runs)])).toEqual([
      ['h', 'Hội viên năm 2022'],
      ['p1', 'Có 08 hội viên[1]. Không mất cờ[2]. Cờ (C-1) ·vua· (3); Cờ tướng (1)'],
    ])
    expect(document.footnotes.map((f) => [f.number, text(f.runs)])).toEqual([
      [1, 'Chú thích b xem thêm[3]'],
      [2, 'Chú thích a'],
      [3, 'c 08'],
    ])
    expect(document.summary).toBe('Kết quả năm 2022')
    expect(document.header.number).toBe('…-BC/CLB')
  })

  test('a figure in the text keeps its identity, so that the screen can open it', () => {
    expect(document.blocks[1]?.runs).toContainEqual({
      kind: 'figure',
      figureId: 'C-1',
      text: '08',
      source: 'typed',
      status: 'ok',
    })
  })

  test('text from records is text: marks in it bind nothing', () => {
    expect(document.blocks[1]?.runs.filter((r) => r.kind === 'figure')).toHaveLength(1)
  })

  test('the same input gives the same document', () => {
    expect(composeDocument(input)).toEqual(document)
  })

  test('a missing figure prints an ellipsis and is marked missing', () => {
    const missing = composeDocument({ ...input, figures: new Map([['C-1', figure('C-1', null)]]) })
    expect(missing.blocks[1]?.runs).toContainEqual({
      kind: 'figure',
      figureId: 'C-1',
      text: '…',
      source: 'typed',
      status: 'missing',
    })
  })
})

describe('problems of a template', () => {
  const knows = (id: string) => ['C-1', 'C-2', 'C-3', 'C-9'].includes(id)

  test('none in a right one', () => {
    expect(findProblems(template, knows, ['year'])).toEqual([])
    expect(boundFigures(template)).toEqual(['C-1', 'C-2', 'C-3'])
  })

  test('each wrong mark is told with its place', () => {
    const wrong = ReportTemplate.parse({
      ...template,
      blocks: [
        {
          kind: 'paragraph',
          id: 'p',
          sentences: [
            { kind: 'sentence', text: '{X-1} [^zz] {{moon}}', when: 'X-2 > 0' },
            { kind: 'sentence', text: 'x', when: 'nonsense' },
          ],
        },
      ],
    })
    expect(findProblems(wrong, knows, ['year'])).toEqual([
      { place: 'p#1', code: 'unknown-figure', name: 'X-1' },
      { place: 'p#1', code: 'unknown-footnote', name: 'zz' },
      { place: 'p#1', code: 'unknown-parameter', name: 'moon' },
      { place: 'p#1', code: 'unknown-figure', name: 'X-2' },
      { place: 'p#2', code: 'bad-condition', name: 'nonsense' },
      { place: 'a', code: 'unused-footnote', name: 'a' },
      { place: 'b', code: 'unused-footnote', name: 'b' },
    ])
  })
})
