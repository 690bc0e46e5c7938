import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { errorText } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { api } from './api.ts'

/**
 * Runs an act on an edition: says what came of it, offers to undo it where that is possible, and reads everything again. Resolves to
 * whether it was done.
 */
export function useAct(): {
  busy: boolean
  act: (run: () => Promise<unknown>, done: string, undo?: () => Promise<unknown>) => Promise<boolean>
} {
  const { t } = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)

  async function act(run: () => Promise<unknown>, done: string, undo?: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    try {
      await run()
      await queries.invalidateQueries({ queryKey: api.key() })
      void message.success({
        key: 'act',
        duration: undo ? 8 : 3,
        content: (
          <>
            {done}
            {undo ? (
              <Button type="link" size="small" onClick={() => void act(undo, t('reports.steps.undone'))}>
                {t('ui.undo')}
              </Button>
            ) : null}
          </>
        ),
      })
      return true
    } catch (error) {
      void message.error({ key: 'act', content: errorText(error, t), duration: 8 })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, act }
}

/** After a form was saved: says so and reads everything again. */
export function useSaved(): (done: string) => Promise<void> {
  const { message } = App.useApp()
  const queries = useQueryClient()
  return async (done) => {
    await queries.invalidateQueries({ queryKey: api.key() })
    void message.success({ key: 'act', content: done, duration: 3 })
  }
}
