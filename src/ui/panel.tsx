import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from './i18n.ts'

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])'

/** What can take the focus inside of an element, in order. */
function focusableIn(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(focusable)].filter((each) => each.tabIndex >= 0)
}

interface PanelProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  footer?: ReactNode
  children: ReactNode
  /** A peek leaves the page beside it usable: no veil, and the focus stays where it was. */
  peek?: boolean
  /** Wider for figures and tables. */
  wide?: boolean
}

/** A panel at the right, the full screen on a phone. The focus stays inside and returns; Escape closes. */
export function SidePanel(props: PanelProps) {
  return props.open ? createPortal(<OpenPanel {...props} />, document.body) : null
}

function OpenPanel({ onClose, title, footer, children, peek: asPeek, wide }: PanelProps) {
  const { t } = useWords()
  const panel = useRef<HTMLDivElement>(null)
  const heading = useId()
  // On a phone a peek covers the page: nothing beside it to use.
  const [covers] = useState(() => window.matchMedia('(max-width: 640px)').matches)
  const peek = asPeek && !covers

  useEffect(() => {
    if (peek) return
    const before = document.activeElement
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus], .panel-body input, .panel-body textarea')
    ;(first ?? panel.current)?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [peek])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault()
      event.stopPropagation()
      onClose()
    }
    if (event.key !== 'Tab' || peek || !panel.current) return
    const inside = focusableIn(panel.current)
    const first = inside[0]
    const last = inside.at(-1)
    const here = document.activeElement
    if (event.shiftKey ? here === first || here === panel.current : here === last) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }

  return (
    <>
      {peek ? null : <div className="veil" onClick={onClose} aria-hidden />}
      <div
        ref={panel}
        className={`panel${wide ? ' panel-wide' : ''}${peek ? ' panel-peek' : ''}`}
        role="dialog"
        aria-modal={peek ? undefined : true}
        aria-labelledby={heading}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div className="panel-head">
          <h2 id={heading}>{title}</h2>
          <Button type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />
        </div>
        <div className="panel-body">{children}</div>
        {footer ? <div className="panel-foot">{footer}</div> : null}
      </div>
    </>
  )
}
