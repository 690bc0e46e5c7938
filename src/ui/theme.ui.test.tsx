import { describe, expect, test } from 'vitest'
import { cssVariable, injectTokens, type Mode, showMode, type Tokens, tokens } from './theme.ts'

/** Relative luminance of a colour, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const grounds: (keyof Tokens)[] = ['paper', 'sheet', 'hover', 'selected']
const texts: [text: keyof Tokens, ground: keyof Tokens][] = [
  ...(['ink', 'muted', 'accentInk', 'late'] as const).flatMap((text) =>
    grounds.map((ground): [keyof Tokens, keyof Tokens] => [text, ground]),
  ),
  ...(['accent', 'accentHover', 'accentPressed'] as const).map((ground): [keyof Tokens, keyof Tokens] => ['onAccent', ground]),
  ['accentInk', 'accentWash'],
  ['ok', 'okWash'],
  ['soon', 'soonWash'],
  ['late', 'lateWash'],
  ['draft', 'draftWash'],
  ...(['okWash', 'soonWash', 'lateWash', 'draftWash', 'accentWash'] as const).map((ground): [keyof Tokens, keyof Tokens] => [
    'ink',
    ground,
  ]),
  ['sheet', 'ink'],
]
/** Edges of what can be pressed, marks and bars: 3 is enough (WCAG 1.4.11). */
const marks: [mark: keyof Tokens, ground: keyof Tokens][] = [
  ['edge', 'sheet'],
  ['edge', 'paper'],
  ['figure', 'sheet'],
  ['bar', 'sheet'],
  ['control', 'sheet'],
  ['onAccent', 'control'],
]

describe.each(['light', 'dark'] as Mode[])('%s', (mode) => {
  test.each(texts)('text: %s on %s has a contrast of at least 4.5', (text, ground) => {
    expect(contrast(tokens[mode][text], tokens[mode][ground])).toBeGreaterThanOrEqual(4.5)
  })
  test.each(marks)('mark: %s on %s has a contrast of at least 3', (mark, ground) => {
    expect(contrast(tokens[mode][mark], tokens[mode][ground])).toBeGreaterThanOrEqual(3)
  })
})

test('style variables are written once, for both modes', () => {
  injectTokens()
  injectTokens()
  showMode('dark')
  expect(document.querySelectorAll('#noivu-tokens')).toHaveLength(1)
  expect(document.documentElement.dataset.mode).toBe('dark')
  const css = document.getElementById('noivu-tokens')?.textContent ?? ''
  for (const token of Object.keys(tokens.light) as (keyof Tokens)[]) expect(css).toContain(`${cssVariable(token)}:`)
  expect(cssVariable('okWash')).toBe('--ok-wash')
})
