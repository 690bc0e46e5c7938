import { ORPCError } from '@orpc/client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import type { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { recallJson, remember } from '#ui/stored.ts'
import { useSelf } from '#ui/self.ts'
import type { Template } from '../report.contract.ts'
import { api } from './api.ts'
import { type Edit, edited, type Editing, startEditing } from './template-model.ts'

/** A template as the server has it. Its body is checked where it is saved. */
export type StoredTemplate = Omit<Template, 'body'> & { body: ReportTemplate }

/** The template an operation answered, its body told to the types. */
export function templateOf(answer: Omit<Template, 'body'> & { body: unknown }): StoredTemplate {
  return answer as StoredTemplate
}

/** What its author wrote and did not save, kept in this browser. */
interface LocalDraft {
  revision: number
  version: number
  at: string
  body: ReportTemplate
}

/** Why something was not done. `conflict`: somebody else saved since. */
export type TemplateTrouble =
  { kind: 'conflict'; theirs: StoredTemplate | null } | { kind: 'refused'; error: unknown; during: 'save' | 'approve' }

export interface TemplateEditing {
  editing: Editing
  base: StoredTemplate
  dirty: boolean
  /** When the unsaved draft now shown was left, when it was one; `old` when the template was saved since. */
  restored: { at: string; old: boolean } | null
  busy: boolean
  trouble: TemplateTrouble | null
  edit: (edit: Edit) => void
  undo: () => void
  redo: () => void
  settle: () => void
  /** Throws away what is not saved; undo brings it back. */
  discard: () => void
  save: (over?: StoredTemplate) => Promise<boolean>
  approve: () => Promise<boolean>
  /** Takes what the other one saved; undo brings one's own back. */
  takeTheirs: (theirs: StoredTemplate) => void
  clearTrouble: () => void
}

/** Pause before what is typed is kept. */
const pause = 400

/** A template being edited: undo, the draft kept in this browser, saving and approving, and what becomes of a refusal. */
export function useTemplate(template: StoredTemplate): TemplateEditing {
  const { username } = useSelf()
  const key = `template.${username}.${template.code}`
  const queries = useQueryClient()
  const [found] = useState(() => readDraft(key))
  const [base, setBase] = useState(template)
  const [editing, dispatch] = useReducer(edited, found?.body ?? template.body, startEditing)
  const [restored, setRestored] = useState(
    () => found && { at: found.at, old: found.revision !== template.revision || found.version !== template.version },
  )
  const [trouble, setTrouble] = useState<TemplateTrouble | null>(null)
  const [busy, setBusy] = useState(false)
  const body = editing.present
  const dirty = body !== base.body

  // A draft older than what is saved stays old until its author settles it.
  const from = restored?.old && found ? found : base
  // Kept after a pause and when the page goes away.
  const waiting = useRef<(() => void) | null>(null)
  useEffect(() => {
    if (!dirty) {
      waiting.current = null
      remember(key, null)
      return
    }
    const keep = () => {
      waiting.current = null
      remember(
        key,
        JSON.stringify({
          revision: from.revision,
          version: from.version,
          at: new Date().toISOString(),
          body,
        } satisfies LocalDraft),
      )
    }
    waiting.current = keep
    const timer = setTimeout(keep, pause)
    return () => clearTimeout(timer)
  }, [key, body, dirty, from])
  useEffect(() => {
    const keepNow = () => waiting.current?.()
    window.addEventListener('pagehide', keepNow)
    return () => {
      window.removeEventListener('pagehide', keepNow)
      keepNow()
    }
  }, [])

  const code = base.code
  async function attempt(during: 'save' | 'approve', run: () => Promise<void>): Promise<boolean> {
    setBusy(true)
    setTrouble(null)
    try {
      await run()
      return true
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'kernel.changedMeanwhile') {
        const theirs = await api.getTemplate.call({ code }).catch(() => null)
        setTrouble({ kind: 'conflict', theirs: theirs && templateOf(theirs) })
      } else {
        setTrouble({ kind: 'refused', error, during })
      }
      return false
    } finally {
      setBusy(false)
    }
  }
  const accept = (saved: StoredTemplate, asTyped: ReportTemplate) => {
    // The server has exactly what was sent: its answer counts as saved, what was typed meanwhile does not.
    setBase({ ...saved, body: asTyped })
    setRestored(null)
    void queries.invalidateQueries({ queryKey: api.key() })
  }

  return {
    editing,
    base,
    dirty,
    restored,
    busy,
    trouble,
    edit: useCallback((edit: Edit) => dispatch({ do: edit }), []),
    undo: useCallback(() => dispatch({ undo: true }), []),
    redo: useCallback(() => dispatch({ redo: true }), []),
    settle: useCallback(() => dispatch({ settle: true }), []),
    discard: () => {
      dispatch({ do: { kind: 'replace', body: base.body } })
      setRestored(null)
    },
    save: (over) =>
      attempt('save', async () => {
        const sent = body
        // The revision alone does not tell an approved version from the draft somebody opened from it since.
        const { id, revision } = await api.getTemplate.call({ code })
        if (id !== (over ?? base).id || revision !== (over ?? base).revision) throw new ORPCError('kernel.changedMeanwhile')
        const { template: saved } = await api.saveTemplate.call({
          code,
          revision: (over ?? base).revision,
          body: sent as unknown as Record<string, unknown>,
        })
        accept(templateOf(saved), sent)
      }),
    approve: () =>
      attempt('approve', async () => {
        accept(templateOf(await api.approveTemplate.call({ code, revision: base.revision })), body)
      }),
    takeTheirs: (theirs) => {
      setBase(theirs)
      dispatch({ do: { kind: 'replace', body: theirs.body } })
      setTrouble(null)
      setRestored(null)
    },
    clearTrouble: () => setTrouble(null),
  }
}

function readDraft(key: string): LocalDraft | null {
  const stored = recallJson(key)
  if (typeof stored !== 'object' || stored === null || !('body' in stored) || !('revision' in stored)) return null
  const { body } = stored
  return typeof body === 'object' && body !== null && 'blocks' in body && Array.isArray(body.blocks)
    ? (stored as LocalDraft)
    : null
}
