import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { type Domain, gatherRoutes } from '#kernel/domain.ts'
import type { OperationMeta } from '#kernel/contract.ts'
import { byteRoutes } from './files-openapi.ts'

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })

/** The API described as OpenAPI 3.1, from the contracts; each operation names its permission. */
export async function describeApi(domains: Domain[], version: string) {
  const { contract } = gatherRoutes(domains)
  const document = await generator.generate(contract as never, {
    info: {
      title: 'Nội Vụ',
      version,
      description:
        'Work of a provincial Department of Home Affairs. Sign in at /api/auth/sign-in/username; each operation names the permission it needs.',
    },
    servers: [{ url: '/api' }],
  })
  for (const [domain, operations] of Object.entries(contract)) {
    for (const [name, procedure] of Object.entries(operations)) {
      const { route, meta } = procedure['~orpc'] as { route: { path?: string; method?: string }; meta: OperationMeta }
      const item = document.paths?.[route.path ?? '']?.[(route.method ?? 'post').toLowerCase() as 'get']
      if (item) Object.assign(item, { operationId: `${domain}.${name}`, 'x-permission': meta.permission.id })
    }
  }
  for (const [path, item] of Object.entries(byteRoutes)) {
    const paths = (document.paths ??= {}) as Record<string, object>
    paths[path] = { ...paths[path], ...item }
  }
  return document
}
