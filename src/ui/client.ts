import { ORPCError } from '@orpc/client'
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { App } from 'antd'
import i18next from 'i18next'
import { useCallback } from 'react'
import { createClient } from '#kernel/client.ts'
import { formatDateShort, isPlainDate } from '#kernel/dates.ts'
import { currentLanguage, type Translate, useWords } from './i18n.ts'

/** What a screen asks one domain with: TanStack Query options, and `call`, of each operation. */
export type DomainApi<C extends AnyContractRouter> = RouterUtils<JsonifiedClient<ContractRouterClient<C>>>

/**
 * The operations of one domain for the screen.
 *
 * @example const api = domainApi('organization', unitContract)
 *          useQuery(api.listUnits.queryOptions({ input: { search: 'noi vu' } }))
 *          useMutation(api.renameUnit.mutationOptions())
 *          await api.pickUnit.call({ search: 'noi vu' })
 */
export function domainApi<C extends AnyContractRouter>(name: string, contract: C): DomainApi<C> {
  const client = createClient({ [name]: contract } as Record<string, C>, {
    // Asked when first needed: what lists the screens need not be a page.
    url: apiUrl,
    lang: currentLanguage,
  })
  const own = client[name] as JsonifiedClient<ContractRouterClient<C>>
  return createTanstackQueryUtils(own, { path: [name] }) as DomainApi<C>
}

function apiUrl(): string {
  return new URL('/api', globalThis.location.href).href
}

/** What went wrong, in words: the refusal's own sentence, or what happened to the connection. */
export function errorText(error: unknown, t: Translate): string {
  if (error instanceof ORPCError) {
    // Refusals carry a dotted code and parameters; said again here, their dates read as on the rest of the screen.
    const code = String(error.code)
    if (i18next.exists(code)) return t(code, datesInWords(error.data))
    return code.includes('.') && error.message ? error.message : t('ui.errors.unexpected')
  }
  if (error instanceof TypeError || (error instanceof DOMException && error.name === 'NetworkError'))
    return t('ui.errors.network')
  return t('ui.errors.unexpected')
}

function datesInWords(params: unknown): Record<string, unknown> {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && isPlainDate(value) ? formatDateShort(value, currentLanguage()) : (value as unknown),
    ]),
  )
}

/** The fields a refusal of `kernel.invalidInput` names. */
export function errorIssues(error: unknown): { path: string; message: string }[] {
  if (!(error instanceof ORPCError)) return []
  const data: unknown = error.data
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) return []
  return data.issues as { path: string; message: string }[]
}

/** Whether an error says that nobody is signed in (any more). */
export function isNotSignedIn(error: unknown): boolean {
  return error instanceof ORPCError && error.status === 401
}

/** Saves a file the server made. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/**
 * Fetches a file and saves it, telling while it waits, when it is done and what went wrong.
 *
 * @example const download = useDownload()
 *          download(() => api.exportUnits.call({ format: 'xlsx', lang }))
 */
export function useDownload(): (make: () => Promise<File | Blob>, name?: string) => Promise<void> {
  const { message } = App.useApp()
  const { t } = useWords()
  return useCallback(
    async (make, name) => {
      // No notice for what is done at once.
      const slow = setTimeout(() => void message.loading({ key: 'download', content: t('ui.list.exporting'), duration: 0 }), 300)
      try {
        const file = await make()
        const as = name ?? (file instanceof File && file.name ? file.name : 'noi-vu')
        saveFile(file, as)
        void message.success({ key: 'download', content: t('ui.list.exported', { name: as }), duration: 3 })
      } catch (error) {
        void message.error({ key: 'download', content: errorText(error, t), duration: 6 })
      } finally {
        clearTimeout(slow)
      }
    },
    [message, t],
  )
}
