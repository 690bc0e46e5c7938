/** Words of a domain in both languages: same keys on both sides, checked by a test. Nested keys are joined by dots. */
export interface Words {
  vi: WordTree
  en: WordTree
}
export interface WordTree {
  [key: string]: string | WordTree
}
export type Language = 'vi' | 'en'

/** Declares the words of a domain; the English side must have exactly the keys of the Vietnamese side, or it does not compile. */
export function defineWords<const T extends WordTree>(words: { vi: T; en: Shape<T> }): { vi: T; en: Shape<T> } {
  return words
}
type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }

/** All keys of a tree, dotted. */
export function wordKeys(tree: WordTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : wordKeys(value, `${prefix}${key}.`),
  )
}
