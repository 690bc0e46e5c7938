import type { Kernel } from '../context.ts'
import type { Language } from '../words.ts'

/** Parameters in one language: titles in both are given in the one asked for. */
function paramsIn(lang: Language, params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null && lang in value ? (value as Record<string, unknown>)[lang] : value,
    ]),
  )
}

/** The sentence of a notice in the language of its reader: the words of its domain under `told.<name>`. */
export function sentenceOf(kernel: Kernel, lang: Language, notice: { kind: string; params: Record<string, unknown> }): string {
  const [domain = '', name = ''] = notice.kind.split('.')
  return kernel.translate(lang, `${domain}.told.${name}`, paramsIn(lang, notice.params))
}

/** What a kind of notice is called: the words of its domain under `toldKinds.<name>`. */
export function titleOf(kernel: Kernel, lang: Language, kind: string): string {
  const [domain = '', name = ''] = kind.split('.')
  return kernel.translate(lang, `${domain}.toldKinds.${name}`)
}
