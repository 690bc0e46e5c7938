import { useCallback, useContext, useEffect, useRef, useState } from 'react'
import { forget, recallJson, remember } from './stored.ts'
import { SelfContext } from './self.ts'

/** What was typed into a form and not yet saved. */
export interface Draft {
  at: string
  values: Record<string, unknown>
}

/**
 * The draft of a form, kept on this machine per account and form: `found` is the one from before, `keep` stores what is typed (after a
 * pause), `drop` forgets it.
 */
export function useDraft(id: string): {
  found: Draft | null
  saved: boolean
  keep: (values: Record<string, unknown>) => void
  drop: () => void
} {
  const owner = useContext(SelfContext)?.username ?? ''
  const key = `draft.${owner}.${id}`
  const [found, setFound] = useState<Draft | null>(() => readDraft(key))
  const [saved, setSaved] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const waiting = useRef<Record<string, unknown> | null>(null)

  const write = useCallback(() => {
    clearTimeout(timer.current)
    if (!waiting.current) return
    remember(key, JSON.stringify({ at: new Date().toISOString(), values: waiting.current }))
    waiting.current = null
    setSaved(true)
  }, [key])

  // What is still waiting is written when the form goes away: a closed panel loses nothing.
  useEffect(() => write, [write])

  const keep = useCallback(
    (values: Record<string, unknown>) => {
      waiting.current = values
      clearTimeout(timer.current)
      timer.current = setTimeout(write, 300)
    },
    [write],
  )
  const drop = useCallback(() => {
    clearTimeout(timer.current)
    waiting.current = null
    remember(key, null)
    setFound(null)
    setSaved(false)
  }, [key])
  return { found, saved, keep, drop }
}

/** Forgets what one account typed and did not save: who signs out on purpose leaves nothing of it on the machine. */
export function forgetDrafts(owner: string): void {
  forget(`draft.${owner}.`)
}

function readDraft(key: string): Draft | null {
  const stored = recallJson(key)
  if (typeof stored !== 'object' || stored === null || !('values' in stored) || !('at' in stored)) return null
  return stored as Draft
}
