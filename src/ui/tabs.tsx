import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { useUrlSearch } from './url.ts'

export interface Tab {
  key: string
  title: string
  content: () => ReactNode
}

/** Tabs of a page; the open one stands in the address. */
export function Tabs({ tabs, label }: { tabs: Tab[]; label: string }) {
  const [search, change] = useUrlSearch()
  const current = tabs.find((tab) => tab.key === search.tab) ?? tabs[0]
  if (!current) return null
  const open = (key: string) => change({ tab: key === tabs[0]?.key ? undefined : key })
  return <TabStrip tabs={tabs} label={label} current={current} onOpen={open} />
}

/** Tabs whose open one the caller keeps. Arrow keys walk along them. */
export function TabStrip(props: { tabs: Tab[]; label: string; current: Tab; onOpen: (key: string) => void }) {
  const { tabs, current, onOpen } = props
  const id = useId()
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const at = tabs.findIndex((tab) => tab.key === current.key) + by
    const next = tabs[at]
    if (by === 0 || !next) return
    event.preventDefault()
    onOpen(next.key)
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[at]?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab.key === current.key}
            aria-controls={`${id}-content`}
            tabIndex={tab.key === current.key ? 0 : -1}
            onClick={() => onOpen(tab.key)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div id={`${id}-content`} role="tabpanel" aria-labelledby={`${id}-${current.key}`}>
        {current.content()}
      </div>
    </>
  )
}
