import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { type ListName, listOf, type SectionSpec } from '../section.rules.ts'
import type { Entry } from '../file.contract.ts'
import { api } from './api.ts'

/** The lists a file chooses from: words of a code, and what may be chosen today. */
export function useCodes() {
  const { lang } = useWords()
  const { data } = useQuery({ ...api.fileCodes.queryOptions({ input: {} }), staleTime: 600_000 })
  const wordsOf = (list: ListName, code: string) => {
    const found = data?.[list]?.filter((each) => each.code === code).at(-1)
    return found ? found[lang] : code
  }
  return {
    wordsOf,
    /** All codes of a list, those of former years last: a file also records what was then. */
    options: (list: ListName) => {
      const all = data?.[list] ?? []
      return [...all.filter((c) => c.until === null), ...all.filter((c) => c.until !== null)].map((c) => ({
        value: c.code,
        label: c.until === null ? c[lang] : `${c[lang]} (– ${c.until.slice(0, 4)})`,
      }))
    },
    /** What a field of a row says. */
    shown: (section: SectionSpec, entry: Entry, key: string): string => {
      const field = section.fields.find((f) => f.key === key)
      const value = entry.values[key] ?? null
      if (!field || value === null) return ''
      const list = listOf(section, field, entry.kind)
      return field.type === 'code' && list ? wordsOf(list, String(value)) : String(value)
    },
  }
}
