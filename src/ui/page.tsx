import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  EditOutlined,
  ExclamationCircleOutlined,
  LockOutlined,
  MinusOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { formatDateShort, isPlainDate } from '#kernel/dates.ts'
import { type Decimal, formatNumber } from '#kernel/numbers.ts'
import { errorText } from './client.ts'
import { useWords } from './i18n.ts'

/** A page: its title (also the window's), what can be done, its tabs, its content. */
export function Page(props: {
  title: string
  subtitle?: ReactNode
  actions?: ReactNode
  tabs?: ReactNode
  above?: ReactNode
  children?: ReactNode
}) {
  const { t } = useWords()
  const { title } = props
  useEffect(() => {
    document.title = title ? `${title} · ${t('ui.product')}` : t('ui.product')
  }, [title, t])
  return (
    <div className="page">
      {props.above}
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {props.subtitle ? <div className="page-subtitle">{props.subtitle}</div> : null}
        </div>
        {props.actions ? <div className="page-actions">{props.actions}</div> : null}
      </header>
      {props.tabs}
      {props.children}
    </div>
  )
}

/** A sheet of paper on the page: a group of facts under its heading. */
export function Sheet({ title, actions, children }: { title?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="sheet">
      {title || actions ? (
        <div className="sheet-head">
          <h2>{title}</h2>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  )
}

/** Facts as term and value; empty values are left out. */
export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  const shown = items.filter((item) => item.value !== null && item.value !== undefined && item.value !== '')
  return (
    <dl className="facts">
      {shown.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Nothing here: what will be, who fills it, and the first step. */
export function Empty({ title, hint, action }: { title: string; hint?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty" role="status">
      <p className="empty-title">{title}</p>
      {hint ? <p className="empty-hint">{hint}</p> : null}
      {action}
    </div>
  )
}

/** What went wrong, in words, and a way to try again. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useWords()
  return (
    <div className="notice notice-late" role="alert">
      <ExclamationCircleOutlined aria-hidden />
      <div className="notice-body">
        <strong>{t('ui.errors.title')}</strong>
        <span>{typeof error === 'string' ? error : errorText(error, t)}</span>
      </div>
      {retry ? (
        <Button size="small" onClick={retry}>
          {t('ui.retry')}
        </Button>
      ) : null}
    </div>
  )
}

/** True once something has lasted longer than so many milliseconds: nobody needs a sign of waiting for less. */
export function useLasting(active: boolean, milliseconds = 300): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!active) return
    const timer = setTimeout(() => setLasting(true), milliseconds)
    return () => {
      clearTimeout(timer)
      setLasting(false)
    }
  }, [active, milliseconds])
  return active && lasting
}

/** Grey lines where content will be; shown only after 300 ms. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useWords()
  const lasting = useLasting(true)
  return (
    <div className="skeleton" role="status" aria-label={t('ui.loading')}>
      {lasting
        ? Array.from({ length: lines }, (_, index) => <div key={index} style={{ width: `${92 - ((index * 23) % 40)}%` }} />)
        : null}
    </div>
  )
}

/** A number that counts records: dotted underline, opens what it counted. Without `onOpen` it is plain. */
export function FigureText(props: {
  value: Decimal | null | undefined
  digits?: number
  onOpen?: () => void
  label?: string
  children?: ReactNode
}) {
  const { t, lang } = useWords()
  const { value, digits, onOpen } = props
  const text = value === null || value === undefined ? '–' : formatNumber(value, lang, digits)
  if (!onOpen) return <span className="figures">{props.children ?? text}</span>
  return (
    <button
      type="button"
      className="figure"
      aria-label={props.label ?? t('ui.figure.open', { value: text })}
      onClick={(event) => {
        event.stopPropagation()
        onOpen()
      }}
    >
      {props.children ?? text}
    </button>
  )
}

const stateIcons = {
  ok: CheckCircleOutlined,
  soon: ClockCircleOutlined,
  late: ExclamationCircleOutlined,
  draft: EditOutlined,
  sealed: LockOutlined,
  neutral: MinusOutlined,
}
export type State = keyof typeof stateIcons

/** A state in words with its sign and colour; the words of the record where given. */
export function StateTag({ state, children }: { state: State; children?: ReactNode }) {
  const { t } = useWords()
  const Icon = stateIcons[state]
  return (
    <span className={`state state-${state}`}>
      <Icon aria-hidden />
      {children ?? t(`ui.states.${state}`)}
    </span>
  )
}

/** A date as the reader writes it; a year alone stays a year; nothing is a dash. */
export function DateText({ value }: { value: string | null | undefined }) {
  const { lang } = useWords()
  if (!value) return <span className="muted">–</span>
  const day = value.slice(0, 10)
  return (
    <time dateTime={value} className="figures">
      {isPlainDate(day) ? formatDateShort(day, lang) : value}
    </time>
  )
}

/** The page of a record that is not there yet: its skeleton, or why it cannot be shown and what to do. */
export function WaitingPage({ title, error, retry }: { title: string; error: unknown; retry: () => void }) {
  if (!error)
    return (
      <Page title="">
        <Skeleton lines={8} />
      </Page>
    )
  return (
    <Page title={title}>
      <ErrorNotice error={error} retry={retry} />
    </Page>
  )
}
