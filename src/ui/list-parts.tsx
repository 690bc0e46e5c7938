import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef } from 'antd'
import { type Ref, useEffect, useRef, useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useAsOf } from './as-of.ts'
import { useWords } from './i18n.ts'
import { useSettled } from './picker.tsx'

/** Rows asked at a time. */
export const pageSize = 50

/** On paper: what the list is and for which day. */
export function PrintHead({ title }: { title: string }) {
  const { t, lang } = useWords()
  const { asOf, today } = useAsOf()
  return (
    <div className="print-only print-head">
      <strong>{title}</strong>
      <span>{t('ui.list.asOf', { date: formatDateShort(asOf ?? today, lang) })}</span>
    </div>
  )
}

/** The search box: asks as one types, after a short pause. */
export function SearchBox(props: {
  ref: Ref<InputRef>
  value: string
  onChange: (text: string) => void
  label: string
  onDown: () => void
}) {
  const { t } = useWords()
  const { value, onChange } = props
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  // The address changed by itself (back, a cleared filter): the box follows.
  if (given !== value) {
    setGiven(value)
    if (value !== text.trim()) setText(value)
  }
  const settled = useSettled(text)
  useEffect(() => {
    if (settled.trim() !== value) onChange(settled.trim())
    // Only what was typed counts here; the address is followed above.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  return (
    <Input
      ref={props.ref}
      className="list-search"
      type="search"
      prefix={<SearchOutlined aria-hidden />}
      allowClear
      aria-label={props.label}
      placeholder={t('ui.list.searchHint')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          props.onDown()
        }
        if (event.key === 'Escape' && text === '') event.currentTarget.blur()
      }}
    />
  )
}

/** How much is in view; more comes when its end comes into view, or when asked. */
export function ListFoot({ text, more, busy, onMore }: { text: string; more: boolean; busy: boolean; onMore: () => void }) {
  const { t } = useWords()
  const end = useRef<HTMLDivElement>(null)
  const ask = useRef(onMore)
  useEffect(() => {
    ask.current = onMore
  })
  useEffect(() => {
    if (!more || busy || !end.current || typeof IntersectionObserver === 'undefined') return
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && ask.current(), {
      rootMargin: '400px',
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [more, busy])
  return (
    <div className="list-foot" ref={end}>
      <span className="muted figures">{text}</span>
      {more ? (
        <Button size="small" loading={busy} onClick={onMore}>
          {t('ui.list.more', { count: pageSize })}
        </Button>
      ) : null}
    </div>
  )
}
