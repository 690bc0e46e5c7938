import { parse } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { assetPath } from './assets.ts'

let titles: Map<string, string> | undefined

/**
 * A source as people cite it: `BLLD-45-2019#112` gives `Điều 112 Bộ luật Lao động (45/2019/QH14)`. A text that is no key of
 * `sources.csv`, such as one an official typed, stays as it is.
 */
export function sourceTitle(source: string): string {
  titles ??= new Map(
    (
      parse(readFileSync(assetPath('app/sources.csv'), 'utf8'), { columns: true, skip_empty_lines: true }) as Record<
        string,
        string
      >[]
    ).map((r) => [r.id ?? '', `${r.title ?? ''} (${r.number ?? ''})`]),
  )
  const [id = '', article] = source.split('#')
  const title = titles.get(id)
  if (!title) return source
  return article ? `Điều ${article} ${title}` : title
}
