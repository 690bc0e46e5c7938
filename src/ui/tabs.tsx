import type { KeyboardEvent, ReactNode } from 'react'
import { useUrlSearch } from './url.ts'

export interface Tab {
  key: string
  title: string
  content: () => ReactNode
}

/** Tabs of a page; the open one stands in the address. Arrow keys walk along them. */
export function Tabs({ tabs, label }: { tabs: Tab[]; label: string }) {
  const [search, change] = useUrlSearch()
  const current = tabs.find((tab) => tab.key === search.tab) ?? tabs[0]
  if (!current) return null
  const open = (tab: Tab) => change({ tab: tab.key === tabs[0]?.key ? undefined : tab.key })
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[tabs.findIndex((tab) => tab.key === current?.key) + by]
    if (by === 0 || !next) return
    event.preventDefault()
    open(next)
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next.key}`)?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`tab-${tab.key}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab === current}
            aria-controls="tab-content"
            tabIndex={tab === current ? 0 : -1}
            onClick={() => open(tab)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div id="tab-content" role="tabpanel" aria-labelledby={`tab-${current.key}`}>
        {current.content()}
      </div>
    </>
  )
}
