import { useWords } from '#ui/i18n.ts'
import { blockElementId } from './document-view.tsx'
import type { ContentsEntry } from './document-lines.ts'

/** Brings a block of the document into view and gives it the focus. */
export function showBlock(id: string): void {
  const element = document.getElementById(blockElementId(id))
  element?.scrollIntoView({ block: 'start' })
  element?.setAttribute('tabindex', '-1')
  element?.focus({ preventScroll: true })
}

/** The headings of a document; each leads to its place. */
export function Contents({ entries, onChoose }: { entries: readonly ContentsEntry[]; onChoose?: () => void }) {
  const { t } = useWords()
  return (
    <nav className="contents" aria-label={t('reports.reading.contents')}>
      <ol className="plain">
        {entries.map((entry) => (
          <li key={entry.id} data-level={entry.level}>
            <a
              href={`#${blockElementId(entry.id)}`}
              onClick={(event) => {
                event.preventDefault()
                onChoose?.()
                // A drawer that closes gives the focus back first.
                setTimeout(() => showBlock(entry.id))
              }}
            >
              {entry.words}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
