import { createORPCClient } from '@orpc/client'
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import type { Language } from './words.ts'

export interface ClientSettings {
  /** Where the API is, such as `http://localhost:3000/api`. */
  url: string | (() => string)
  lang: () => Language
  fetch?: typeof fetch
}

/**
 * A typed client of the API, made from the contracts: the browser and other programs call operations by name. Each writing call carries a
 * request id, so that one repeated after a lost answer changes nothing twice.
 */
export function createClient<T extends AnyContractRouter>(
  contract: T,
  settings: ClientSettings,
): JsonifiedClient<ContractRouterClient<T>> {
  const link = new OpenAPILink(contract, {
    url: settings.url,
    headers: ({ context }) => ({
      'accept-language': settings.lang(),
      'x-request-id': (context as { requestId?: string }).requestId ?? crypto.randomUUID(),
    }),
    fetch: (request, init) => (settings.fetch ?? fetch)(request, { ...init, credentials: 'include' }),
  })
  return createORPCClient(link)
}
