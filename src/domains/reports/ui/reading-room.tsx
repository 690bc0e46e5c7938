import { UnorderedListOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { DocumentModel } from '#engines/indicators/document.contract.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { SidePanel } from '#ui/panel.tsx'
import type { FigureRow } from '../figure.contract.ts'
import { Contents, showBlock } from './contents.tsx'
import { contentsOf, countLights, type Light, lights } from './document-lines.ts'
import { DocumentView } from './document-view.tsx'
import { FigureTips } from './figure-tip.tsx'

/** The page with its table of contents beside it, and the switch that lights figures up. */
export function ReadingRoom(props: {
  document: DocumentModel
  figures: ReadonlyMap<string, FigureRow>
  light: Light
  onLight: (light: Light) => void
  current: string | null
  onFigure: (id: string) => void
  /** The block to show first, from a link. */
  block?: string
}) {
  const { t } = useWords()
  const { document: doc, onFigure, current, block } = props
  const [listing, setListing] = useState(false)
  const entries = useMemo(() => contentsOf(doc), [doc])
  const openFigure = useCallback((id: string) => onFigure(id), [onFigure])

  // Stepping from figure to figure beside the page brings each into view.
  useEffect(() => {
    if (current === null) return
    const figure = [...window.document.querySelectorAll<HTMLElement>('.document [data-figure]')].find(
      (each) => each.dataset.figure === current,
    )
    figure?.scrollIntoView({ block: 'nearest' })
  }, [current])
  useEffect(() => {
    if (block !== undefined) showBlock(block)
  }, [block])

  return (
    <div className="reading" data-open={current !== null || undefined}>
      <div className="reading-bar">
        <Button className="reading-contents-button" icon={<UnorderedListOutlined />} onClick={() => setListing(true)}>
          {t('reports.reading.contents')}
        </Button>
        <LightSwitch document={doc} light={props.light} onLight={props.onLight} />
      </div>
      <div className="reading-room">
        <div className="reading-contents">
          <Contents entries={entries} />
        </div>
        <FigureTips figures={props.figures}>
          <DocumentView document={doc} light={props.light} current={current} onFigure={openFigure} />
        </FigureTips>
      </div>
      <SidePanel open={listing} onClose={() => setListing(false)} title={t('reports.reading.contents')}>
        <Contents entries={entries} onChoose={() => setListing(false)} />
      </SidePanel>
    </div>
  )
}

/** Lights figures up by where they come from; each choice says how many there are. */
function LightSwitch({
  document: doc,
  light,
  onLight,
}: {
  document: DocumentModel
  light: Light
  onLight: (light: Light) => void
}) {
  const { t, lang } = useWords()
  const counts = useMemo(() => countLights(doc), [doc])
  return (
    <div className="lights" role="group" aria-label={t('reports.lights.title')}>
      <span className="muted lights-title">{t('reports.lights.title')}</span>
      {lights
        .filter((each) => each !== 'none')
        .map((each) => (
          <button
            key={each}
            type="button"
            className="light"
            data-light={each}
            aria-pressed={light === each}
            onClick={() => onLight(light === each ? 'none' : each)}
          >
            {t(`reports.lights.${each}`)} <span className="figures light-count">{formatNumber(counts[each], lang)}</span>
          </button>
        ))}
    </div>
  )
}
