import { expect, test } from 'vitest'
import { aTemplateBody } from './screens.factory.ts'
import { figuresIn, figuresInCondition, isCondition, readMarks } from './template-marks.ts'
import { applyEdit, edited, newBlockId, newFootnoteKey, type Place, sentencesAt, startEditing } from './template-model.ts'

const place = (index: number): Place => ({ where: 'block', key: 'p1', index })
const kinds = (body: ReturnType<typeof aTemplateBody>) => sentencesAt(body, 'block', 'p1').map((sentence) => sentence.kind)

test.each(['có {FI-01} chi bộ', '{FI-01|roman}{{year+1}}[^fn1]', 'không có gì', 'ngoặc { lẻ } và [^ lạ', ''])(
  'marks of “%s” give the text back',
  (text) => {
    expect(
      readMarks(text)
        .map((mark) => mark.source)
        .join(''),
    ).toBe(text)
  },
)

test('marks tell figures, footnotes and parameters apart', () => {
  expect(readMarks('a {FI-01|plain} b[^fn2] {{year-1}}').map((mark) => mark.kind)).toEqual([
    'text',
    'figure',
    'text',
    'note',
    'text',
    'parameter',
  ])
  expect(figuresIn('{FI-01} {FI-02} {FI-01}')).toEqual(['FI-01', 'FI-02'])
})

test('a condition compares figures, joined by and / or', () => {
  expect(isCondition('FI-02 > 0')).toBe(true)
  expect(isCondition('FI-02 >= 1.5 and F34a-46 = 0 or X != -1')).toBe(true)
  expect(isCondition('FI-02 > nhiều')).toBe(false)
  expect(figuresInCondition('FI-02 > 0 and F34a-46 = 0')).toEqual(['FI-02', 'F34a-46'])
})

test('edits leave the template they start from as it was', () => {
  const body = aTemplateBody()
  const before = JSON.stringify(body)
  applyEdit(body, { kind: 'remove', place: place(0) })
  applyEdit(body, { kind: 'move', place: place(0), by: 1 })
  applyEdit(body, { kind: 'footnote', key: 'fn9', sentences: [] })
  expect(JSON.stringify(body)).toBe(before)
})

test('sentences are added after, moved and removed; the last one takes its paragraph along', () => {
  const body = aTemplateBody()
  expect(kinds(applyEdit(body, { kind: 'move', place: place(0), by: 1 }))).toEqual(['free', 'sentence'])
  expect(kinds(applyEdit(body, { kind: 'move', place: place(0), by: -1 }))).toEqual(['sentence', 'free'])
  const longer = applyEdit(body, {
    kind: 'add',
    place: place(0),
    sentence: { kind: 'list', figure: 'F1', item: '{label}', separator: '; ', limit: 5 },
  })
  expect(kinds(longer)).toEqual(['sentence', 'list', 'free'])
  const one = applyEdit(body, { kind: 'remove', place: place(0) })
  expect(applyEdit(one, { kind: 'remove', place: place(0) }).blocks.map((block) => block.id)).toEqual(['h1'])
  expect(applyEdit(body, { kind: 'remove', place: { where: 'footnote', key: 'fn1', index: 0 } }).footnotes).toEqual({})
})

test('new paragraphs and footnotes get names nobody has', () => {
  const body = aTemplateBody()
  expect(newFootnoteKey(body)).toBe('fn2')
  const more = applyEdit(body, {
    kind: 'add-block',
    after: 'h1',
    block: { kind: 'paragraph', id: newBlockId(body), sentences: [{ kind: 'sentence', text: 'a' }] },
  })
  expect(more.blocks.map((block) => block.id)).toEqual(['h1', 'p-1', 'p1'])
  expect(newBlockId(more)).toBe('p-2')
})

test('typing on in one sentence is one step; another sentence, or a pause, begins the next', () => {
  const write = (state: ReturnType<typeof startEditing>, text: string, index = 0) =>
    edited(state, { do: { kind: 'sentence', place: place(index), sentence: { kind: 'sentence', text } } })
  let state = write(write(write(startEditing(aTemplateBody()), 'a'), 'ab'), 'abc')
  expect(state.past).toHaveLength(1)
  state = write(edited(state, { settle: true }), 'abcd')
  expect(state.past).toHaveLength(2)
  state = write(state, 'x', 1)
  expect(state.past).toHaveLength(3)
  state = edited(edited(state, { undo: true }), { undo: true })
  expect(sentencesAt(state.present, 'block', 'p1')[0]).toMatchObject({ text: 'abc' })
  state = edited(state, { redo: true })
  expect(sentencesAt(state.present, 'block', 'p1')[0]).toMatchObject({ text: 'abcd' })
})
