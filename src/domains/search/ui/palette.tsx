import { SearchOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { findIn, parseQuery } from '#kernel/search/search.rules.ts'
import { domainApi } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, useLasting } from '#ui/page.tsx'
import { useSettled } from '#ui/picker.tsx'
import { useScreens } from '#ui/screens-context.ts'
import { useSelf } from '#ui/self.ts'
import { readSearch, useGo } from '#ui/url.ts'
import { searchContract } from '../search.contract.ts'
import { type Choice, recentChoices, rememberChoice } from './recent.ts'
import './palette.css'

const api = domainApi('search', searchContract)

/** Whether the keyboard of this machine has ⌘ rather than Ctrl. */
const command = /Mac|iPhone|iPad/.test(navigator.platform)

/** The search field of the top bar; it opens the palette, as do Ctrl-K and ⌘K on every page. */
export function SearchEntry() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <Button
        className="search-entry"
        icon={<SearchOutlined />}
        aria-label={t('search.title')}
        title={`${t('search.title')} (${command ? '⌘K' : 'Ctrl K'})`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className="search-entry-words">{t('search.open')}</span>
        <kbd>{command ? '⌘K' : 'Ctrl K'}</kbd>
      </Button>
      {open ? createPortal(<Palette onClose={() => setOpen(false)} />, document.body) : null}
    </>
  )
}

interface Section {
  key: string
  title: string
  choices: Choice[]
  more: boolean
}

/** One field, its answers below by kind; the arrow keys walk through all of them, Enter opens, Escape closes. */
function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const self = useSelf()
  const go = useGo()
  const name = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const panel = useRef<HTMLDivElement>(null)
  const settled = useSettled(text, 120).trim()
  const found = useQuery({
    ...api.search.queryOptions({ input: { text: settled } }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const pages = usePages(text)
  const sections = useMemo<Section[]>(() => {
    if (text.trim() === '') {
      const recent = recentChoices(self.id)
      return recent.length > 0 ? [{ key: 'recent', title: t('search.recent'), choices: recent, more: false }] : []
    }
    const kinds = (settled === '' ? [] : (found.data ?? [])).map((g) => ({
      key: g.kind,
      title: t(g.title),
      choices: g.hits,
      more: g.more,
    }))
    return pages.length > 0 ? [{ key: 'pages', title: t('search.screens'), choices: pages, more: false }, ...kinds] : kinds
  }, [text, settled, found.data, pages, self.id, t])
  const flat = sections.flatMap((s) => s.choices)
  const current = Math.min(at, Math.max(flat.length - 1, 0))
  const busy = useLasting(text.trim() !== '' && (found.isFetching || text.trim() !== settled))
  const nothing = text.trim() !== '' && text.trim() === settled && !found.isFetching && !found.error && flat.length === 0

  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  useEffect(() => {
    panel.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  function open(choice: Choice | undefined) {
    if (!choice) return
    rememberChoice(self.id, { title: choice.title, subtitle: choice.subtitle, link: choice.link })
    const [path = '/', question = ''] = choice.link.split('?')
    onClose()
    go(path, readSearch(question))
  }
  function onKeyDown(event: KeyboardEvent) {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Escape') onClose()
    else if (move !== 0) setAt(flat.length === 0 ? 0 : (current + move + flat.length) % flat.length)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(flat[current])
    else if (event.key !== 'Tab') return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <div className="veil" onClick={onClose} aria-hidden />
      <div ref={panel} className="palette" role="dialog" aria-modal aria-label={t('search.title')} onKeyDown={onKeyDown}>
        <div className="palette-field">
          <SearchOutlined aria-hidden />
          <input
            autoFocus
            value={text}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            role="combobox"
            aria-expanded={flat.length > 0}
            aria-controls={`${name}-list`}
            aria-activedescendant={flat.length > 0 ? `${name}-${current}` : undefined}
            aria-label={t('search.title')}
            placeholder={t('search.placeholder')}
            onChange={(event) => {
              setText(event.target.value)
              setAt(0)
            }}
          />
          <button type="button" className="palette-close" onClick={onClose}>
            <kbd>Esc</kbd>
          </button>
        </div>
        <div className="palette-list" id={`${name}-list`} role="listbox" aria-label={t('search.title')} aria-busy={busy}>
          {found.error ? <ErrorNotice error={found.error} retry={() => void found.refetch()} /> : null}
          {sections.map((section) => (
            <div key={section.key} role="group" aria-label={section.title}>
              <div className="palette-kind" aria-hidden>
                {section.title}
              </div>
              {section.choices.map((choice) => {
                const own = flat.indexOf(choice)
                return (
                  <div
                    key={choice.link}
                    id={`${name}-${own}`}
                    role="option"
                    aria-selected={own === current}
                    className="palette-hit"
                    onMouseMove={() => setAt(own)}
                    onClick={() => open(choice)}
                  >
                    <span>{choice.title}</span>
                    {choice.subtitle ? <span className="muted">{choice.subtitle}</span> : null}
                  </div>
                )
              })}
              {section.more ? <div className="palette-more muted">{t('search.more')}</div> : null}
            </div>
          ))}
          {nothing ? (
            <div className="palette-none">
              <p>{t('search.none', { text: text.trim() })}</p>
              <p className="muted">{t('search.noneHint')}</p>
            </div>
          ) : null}
          {text.trim() === '' ? <p className="palette-hint muted">{t('search.hint')}</p> : null}
          {busy ? <p className="palette-hint muted">{t('ui.loading')}</p> : null}
        </div>
        <div className="palette-foot muted">
          <span>{t('search.keys')}</span>
          <span role="status">{text.trim() !== '' && !busy ? t('search.results', { count: flat.length }) : ''}</span>
        </div>
      </div>
    </>
  )
}

/** Pages of the navigation this account may open, by their titles. */
function usePages(text: string): Choice[] {
  const { t } = useWords()
  const { permissions } = useSelf()
  const screens = useScreens()
  return useMemo(() => {
    const query = parseQuery(text)
    if (query.terms.length === 0) return []
    const open = screens.filter((s) => s.nav && permissions.includes(s.permission.id))
    return findIn(
      query,
      open,
      (s) => [t(s.title), `${t(`ui.nav.${s.nav?.group ?? ''}`)} ${t(s.title)}`],
      (s) => ({ id: s.path, title: t(s.title), subtitle: t(`ui.nav.${s.nav?.group ?? ''}`), link: s.path }),
      5,
    )
  }, [text, screens, permissions, t])
}
