import { useEffect, useRef } from 'react'

/** What the keys of a list do. */
export interface ListKeys {
  focusSearch: () => void
  move: (by: number) => void
  toggle: () => void
  open: () => void
  peek?: () => void
  close: () => boolean
  help: () => void
}

/** Whether an event comes from something that types or opens itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="combobox"], [role="listbox"], [role="menu"]') !== null
  )
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}

/**
 * The keys of a list, for the whole page: `/` search, `j` `k` and arrows move, `x` selects, Enter opens, space peeks, Escape closes the
 * peek, `?` lists them. They sleep while someone types and while a panel covers the page.
 */
export function useListKeys(keys: ListKeys, active = true): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    if (!active) return
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[aria-modal="true"]')) return
      if (act(event, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [active])
}

/** Does what the key says; false when it says nothing here. */
function act(event: KeyboardEvent, keys: ListKeys): boolean {
  switch (event.key) {
    case '/':
      keys.focusSearch()
      return true
    case 'j':
    case 'ArrowDown':
      keys.move(1)
      return true
    case 'k':
    case 'ArrowUp':
      keys.move(-1)
      return true
    case 'x':
      keys.toggle()
      return true
    case 'Enter':
      if (isControl(event.target)) return false
      keys.open()
      return true
    case ' ':
      if (isControl(event.target) || !keys.peek) return false
      keys.peek()
      return true
    case 'Escape':
      return keys.close()
    case '?':
      keys.help()
      return true
    default:
      return false
  }
}
