/**
 * All Vietnamese letters in every form people and their files bring: one table for folding, search, filters and pickers.
 */

/** The 12 vowels, each without tone and with huyền, hỏi, ngã, sắc, nặng. */
export const vowels: Record<string, string> = {
  a: 'aàảãáạ',
  ă: 'ăằẳẵắặ',
  â: 'âầẩẫấậ',
  e: 'eèẻẽéẹ',
  ê: 'êềểễếệ',
  i: 'iìỉĩíị',
  o: 'oòỏõóọ',
  ô: 'ôồổỗốộ',
  ơ: 'ơờởỡớợ',
  u: 'uùủũúụ',
  ư: 'ưừửữứự',
  y: 'yỳỷỹýỵ',
}
const plain: Record<string, string> = { ă: 'a', â: 'a', ê: 'e', ô: 'o', ơ: 'o', ư: 'u' }

/** Small letters with what they fold to. */
export const baseLetters: readonly (readonly [letter: string, folded: string])[] = [
  ...Object.entries(vowels).flatMap(([vowel, tones]) => Array.from(tones, (letter) => [letter, plain[vowel] ?? vowel] as const)),
  ['đ', 'd'] as const,
]

/** Every letter in both cases and both Unicode forms, with its folded form. */
export const letters: readonly (readonly [letter: string, folded: string])[] = baseLetters.flatMap(([letter, folded]) =>
  [letter, letter.toUpperCase()].flatMap((cased) => [
    [cased.normalize('NFC'), folded] as const,
    [cased.normalize('NFD'), folded] as const,
  ]),
)

/** The same word with the tone on the first and on the second vowel. */
export const placings = [
  ['hòa', 'hoà', 'hoa'],
  ['hóa', 'hoá', 'hoa'],
  ['họa', 'hoạ', 'hoa'],
  ['thúy', 'thuý', 'thuy'],
  ['thủy', 'thuỷ', 'thuy'],
  ['Thụy', 'Thuỵ', 'thuy'],
  ['lũy', 'luỹ', 'luy'],
  ['tùy', 'tuỳ', 'tuy'],
  ['khỏe', 'khoẻ', 'khoe'],
  ['lòe', 'loè', 'loe'],
  ['xóe', 'xoé', 'xoe'],
  ['XÃ HÒA BÌNH', 'XÃ HOÀ BÌNH', 'xa hoa binh'],
] as const
