import { fold } from '../text.ts'

/** Why a password is not taken. */
export type PasswordFault = 'tooShort' | 'tooLong' | 'repeated' | 'sequence' | 'common' | 'ownName'

export const passwordLength = { least: 12, most: 128 }

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
]

/**
 * Whether a password is good enough, by NIST SP 800-63B section 5.1.1: long rather than contrived. Any sign counts, none is demanded, none
 * expires; refused is only what an attacker tries first: common words with something appended, rows of the keyboard, one's own name.
 */
export function decidePassword(password: string, about: { names: string[]; common: ReadonlySet<string> }): PasswordFault | null {
  const text = password.normalize('NFC')
  const length = [...text].length
  if (length < passwordLength.least) return 'tooShort'
  if (length > passwordLength.most) return 'tooLong'
  const plain = fold(text)
  const signs = plain.replace(/\s/g, '')
  if (new Set(signs).size < 5 || /^(.{1,5}?)\1+$/.test(signs)) return 'repeated'
  if (isSequence(signs)) return 'sequence'
  const core = unlike(signs)
  if (core.length < 5 || isOf(core, about.common)) return 'common'
  const own = new Set(
    about.names.flatMap((name) => [name, ...name.split(/[\s.@_-]+/)]).map((name) => unlike(fold(name).replace(/\s/g, ''))),
  )
  for (const name of about.names) own.add(unlike(fold(name).split(' ').reverse().join('')))
  own.delete('')
  if (
    isOf(core, new Set([...own, ...about.common])) ||
    [...own].some((name) => name.length >= 4 && core.replaceAll(name, '').length < 5)
  )
    return 'ownName'
  return null
}

/** Without digits and marks; those that stand for letters are read as such where they stand between letters. */
function unlike(text: string): string {
  const stands: Record<string, string> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  }
  return text.replace(/(?<=[a-z])[013457@$!](?=[a-z])/g, (sign) => stands[sign] ?? '').replace(/[ -`{-~]/g, '')
}

/** Whether a text is made of known words and nothing else. */
function isOf(text: string, words: ReadonlySet<string>): boolean {
  const reached = [true]
  for (let end = 1; end <= text.length; end++)
    reached[end] = reached.some((ok, start) => ok && start < end && words.has(text.slice(start, end)))
  return reached[text.length] ?? false
}

/** Whether nearly all of a text runs along the alphabet, the digits or the keyboard, forwards or backwards. */
function isSequence(text: string): boolean {
  let along = 0
  for (let at = 1; at < text.length; at++) {
    const pair = text.slice(at - 1, at + 1)
    const back = [...pair].reverse().join('')
    if (rows.some((row) => row.includes(pair) || row.includes(back))) along++
  }
  return along >= (text.length - 1) * 0.8
}
