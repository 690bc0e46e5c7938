import { Fragment, type KeyboardEvent, memo, type MouseEvent, type ReactNode } from 'react'
import type { Block, DocumentModel, Run } from '#engines/indicators/document.contract.ts'
import {
  capitals,
  dashed,
  firstReferences,
  layoutWords,
  type Light,
  placeAndDate,
  signOf,
  summaryLines,
} from './document-lines.ts'

interface DocumentViewProps {
  document: DocumentModel
  /** Which figures are lit up; none leaves the page as it prints. */
  light?: Light
  /** The figure that is open beside the page. */
  current?: string | null
  onFigure?: (id: string, blockId: string | null) => void
  /** Pressing a paragraph or heading anywhere else. */
  onBlock?: (id: string) => void
  /** The paragraph that is being edited. */
  editing?: string | null
}

/**
 * The document as it prints, on a sheet of A4. Figures are buttons in the order of reading; a click or Enter opens one. Footnotes stand
 * at the end and lead back to where they are referred to.
 */
export const DocumentView = memo(function DocumentView(props: DocumentViewProps) {
  const { document: doc, light = 'none', onFigure, onBlock } = props
  const words = layoutWords[doc.language]
  const first = firstReferences(doc)

  function press(target: EventTarget): boolean {
    if (!(target instanceof HTMLElement)) return false
    const block = target.closest<HTMLElement>('[data-block]')?.dataset.block ?? null
    const figure = target.closest<HTMLElement>('[data-figure]')?.dataset.figure
    if (figure !== undefined && onFigure) {
      onFigure(figure, block)
      return true
    }
    const note = target.closest<HTMLElement>('[data-goto]')
    if (note?.dataset.goto) {
      const goal = note.ownerDocument.getElementById(note.dataset.goto)
      goal?.scrollIntoView({ block: 'center' })
      goal?.focus({ preventScroll: true })
      return true
    }
    if (block !== null && onBlock && !window.getSelection()?.toString()) {
      onBlock(block)
      return true
    }
    return false
  }
  function onClick(event: MouseEvent) {
    if (press(event.target)) event.preventDefault()
  }
  function onKeyDown(event: KeyboardEvent) {
    if ((event.key !== 'Enter' && event.key !== ' ') || !(event.target instanceof HTMLElement)) return
    if (event.target.dataset.figure === undefined && event.target.dataset.goto === undefined) return
    event.preventDefault()
    press(event.target)
  }

  return (
    // The keys and clicks belong to the figures inside, which are buttons; one handler serves the hundreds of them.
    <article className="document" lang={doc.language} data-light={light} onClick={onClick} onKeyDown={onKeyDown}>
      {doc.watermark ? (
        <div className="document-watermark" aria-hidden>
          <span>{doc.watermark}</span>
        </div>
      ) : null}
      <Letterhead doc={doc} />
      <h2 className="document-title">
        <span className="document-type">{capitals(doc.type)}</span>
        {summaryLines(doc.summary).map((line) => (
          <span key={line} className="document-summary">
            {line}
          </span>
        ))}
      </h2>
      <p className="document-rule" aria-hidden>
        -----
      </p>
      {doc.addressees.length > 0 ? (
        <div className="document-addressees">
          <span>{words.to}</span>
          <div>
            {(doc.addressees.length > 1 ? dashed(doc.addressees) : doc.addressees).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </div>
      ) : null}
      {doc.blocks.map((block) => (
        <BlockView key={block.id} block={block} editing={props.editing === block.id} current={props.current} first={first} />
      ))}
      <Closing doc={doc} />
      {doc.footnotes.length > 0 ? (
        <section className="document-notes" aria-label={words.notes}>
          {doc.footnotes.map((note) => (
            <p key={note.number} id={noteId(note.number)} tabIndex={-1}>
              <sup>{note.number}</sup> <Runs runs={note.runs} current={props.current} />{' '}
              <a
                href={`#${referenceId(note.number)}`}
                data-goto={referenceId(note.number)}
                className="document-back"
                aria-label={`↑ ${note.number}`}
              >
                ↑
              </a>
            </p>
          ))}
        </section>
      ) : null}
    </article>
  )
})

/** Id of the element of a block, to scroll to it. */
export function blockElementId(id: string): string {
  return `block-${id}`
}
const noteId = (number: number) => `note-${number}`
const referenceId = (number: number) => `note-${number}-reference`

function Letterhead({ doc }: { doc: DocumentModel }) {
  const { header } = doc
  const words = layoutWords[doc.language]
  return (
    <header className="document-head">
      <div>
        {header.superior ? <p>{capitals(header.superior)}</p> : null}
        <p className="document-issuer">{capitals(header.issuer)}</p>
        <p>*</p>
      </div>
      <div>
        <p className="document-motto">{words.motto}</p>
      </div>
      <p>
        {words.number} {header.number.trim() || '…'}
      </p>
      <p className="document-date">{placeAndDate(header.place, header.date, doc.language)}</p>
    </header>
  )
}

function Closing({ doc }: { doc: DocumentModel }) {
  const { signature } = doc
  return (
    <footer className="document-closing">
      <div className="document-recipients">
        {doc.recipients.length > 0 ? <p className="document-recipients-label">{layoutWords[doc.language].recipients}</p> : null}
        {dashed(doc.recipients).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <div className="document-signature">
        {signature.authority.map((line) => (
          <p key={line}>{capitals(line)}</p>
        ))}
        {signature.post ? <p>{capitals(signature.post)}</p> : null}
        <p className="document-signer">{signature.name}</p>
      </div>
    </footer>
  )
}

interface RunsProps {
  runs: readonly Run[]
  current?: string | null
  /** The block they stand in, and where footnotes are first referred to; inside of a footnote a number is only a mark. */
  blockId?: string
  first?: ReadonlySet<string>
}

function BlockView({
  block,
  editing,
  current,
  first,
}: { block: Block; editing: boolean } & Pick<RunsProps, 'current' | 'first'>) {
  const common = { id: blockElementId(block.id), 'data-block': block.id, 'data-editing': editing || undefined }
  const sign = signOf(block)
  const runs = <Runs runs={block.runs} current={current} blockId={block.id} first={first} />
  if (block.kind === 'paragraph') {
    return (
      <p className="document-body" data-author={block.author} {...common}>
        {sign}
        {runs}
      </p>
    )
  }
  const content =
    block.level === 0 ? <PartHeading number={block.number} runs={runs} /> : [sign, <Fragment key="runs">{runs}</Fragment>]
  return (
    <div role="heading" aria-level={block.level + 3} className={`document-level-${block.level}`} {...common}>
      {content}
    </div>
  )
}

/** A part has its number and its title on two lines. */
function PartHeading({ number, runs }: { number: string; runs: ReactNode }) {
  return (
    <>
      {number.trim() ? <span className="document-part">{capitals(number)}</span> : null}
      <span className="document-part">{runs}</span>
    </>
  )
}

function Runs({ runs, current, blockId, first }: RunsProps) {
  return runs.map((run, index) => (
    <RunView key={index} run={run} current={current} first={first?.has(`${blockId}/${index}`) ?? false} />
  ))
}

function RunView({ run, current, first }: { run: Run; current?: string | null; first: boolean }) {
  if (run.kind === 'figure') {
    return (
      <span
        role="button"
        tabIndex={0}
        className="document-figure"
        data-figure={run.figureId}
        data-source={run.source}
        data-status={run.status}
        data-current={run.figureId === current || undefined}
      >
        {run.text}
      </span>
    )
  }
  if (run.kind === 'footnote') {
    return (
      <sup>
        <a href={`#${noteId(run.number)}`} data-goto={noteId(run.number)} id={first ? referenceId(run.number) : undefined}>
          {run.number}
        </a>
      </sup>
    )
  }
  const text = run.italic ? <em>{run.text}</em> : run.text
  return run.bold ? <strong>{text}</strong> : text
}
