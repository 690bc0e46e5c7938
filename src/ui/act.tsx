import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useCallback } from 'react'
import { errorText } from './client.ts'
import { useWords } from './i18n.ts'

/**
 * After something was done: what was asked before is asked again, and the reader is told; what can be taken back offers it.
 *
 * @example const done = useDone()
 *          await api.renameUnit.call(input)
 *          await done(t('organization.renamed'), [api.key()])
 */
export function useDone(): (words: string, stale: QueryKey[], undo?: () => void) => Promise<void> {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { t } = useWords()
  return useCallback(
    async (words, stale, undo) => {
      const take = () => {
        message.destroy('undo')
        undo?.()
      }
      const content = undo ? (
        <span className="done">
          {words}
          <Button size="small" onClick={take}>
            {t('ui.undo')}
          </Button>
        </span>
      ) : (
        words
      )
      void message.open({ type: 'success', content, key: undo && 'undo', duration: undo ? 8 : 3 })
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
    [queries, message, t],
  )
}

/** Runs something pressed by a button; what goes wrong is told in words. Gives whether it was done. */
export function useAttempt(): (run: () => Promise<unknown>) => Promise<boolean> {
  const { message } = App.useApp()
  const { t } = useWords()
  return useCallback(
    async (run) => {
      try {
        await run()
        return true
      } catch (error) {
        void message.error(errorText(error, t), 6)
        return false
      }
    },
    [message, t],
  )
}
