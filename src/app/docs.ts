import { pathToFileURL } from 'node:url'
import type { Database } from '#kernel/database.ts'
import { gatherRoutes } from '#kernel/domain.ts'
import type { OperationMeta } from '#kernel/contract.ts'
import { readVersion } from './config.ts'
import { describeTables, emptyDatabase, typesFile, writeOrCompare } from './db-types.ts'
import { domains } from './domains.ts'
import { describeApi } from './openapi.ts'
import { readRoles } from './roles.ts'

/** The committed files that are printed from the code, by path from the root: the API, the permissions, the types of the tables. */
export async function printedFiles(database: Database): Promise<Record<string, string>> {
  return {
    'docs/openapi.json': await printApi(),
    'docs/permissions.md': printPermissions(),
    [typesFile]: await describeTables(database),
  }
}

/** The API description with its keys in order, so that a change shows where it is and nowhere else. */
async function printApi(): Promise<string> {
  const { openapi, info, servers, ...rest } = JSON.parse(JSON.stringify(await describeApi(domains, readVersion()))) as Record<
    string,
    unknown
  >
  return `${JSON.stringify({ openapi, info, servers, ...(inOrder(rest) as object) }, null, 2)}\n`
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]))
}

/** Every permission: words, the operations that need it, the roles that have it and how far they reach. */
function printPermissions(): string {
  const { contract } = gatherRoutes(domains)
  const operations = Object.entries(contract).flatMap(([domain, procedures]) =>
    Object.entries(procedures).map(([name, p]) => ({
      name: `${domain}.${name}`,
      permission: (p['~orpc'].meta as OperationMeta).permission.id,
    })),
  )
  const roles = Object.entries(readRoles(domains))
  const lines = [
    '# Quyền · Permissions',
    '',
    'In từ mã nguồn bằng `npm run docs`, không sửa tay: quyền khai trong `*.permissions.ts` của từng lĩnh vực, vai trò trong `src/app/roles.yaml`.',
    'Phạm vi: `own` hồ sơ của mình, `unit` đơn vị của vai trò, `unit-and-below` đơn vị đó và cấp dưới, `all` toàn bộ.',
    '',
    'Printed from the code by `npm run docs`, not edited by hand: permissions are declared in `*.permissions.ts` of each domain, roles in',
    '`src/app/roles.yaml`. Reach: `own` own records, `unit` the unit of the role, `unit-and-below` that unit and all below it, `all` everything.',
    '',
    '## Vai trò · Roles',
    '',
    '| Role | Tiếng Việt | English | Description |',
    '|---|---|---|---|',
    ...roles.map(([code, r]) => row(`\`${code}\``, r.title.vi, r.title.en, `${r.description.vi}. ${r.description.en}.`)),
  ]
  for (const domain of domains) {
    lines.push(
      '',
      `## ${domain.name}`,
      '',
      '| Permission | Tiếng Việt | English | Operations | Roles and reach |',
      '|---|---|---|---|---|',
    )
    for (const { id, words } of Object.values(domain.permissions)) {
      const needed = operations.filter((o) => o.permission === id).map((o) => `\`${o.name.slice(domain.name.length + 1)}\``)
      const held = roles.flatMap(([code, { grants }]) => {
        const reach = grants[domain.name]?.[id.slice(domain.name.length + 1)]
        return reach ? [`\`${code}\`: ${reach}`] : []
      })
      lines.push(row(`\`${id}\``, words.vi, words.en, needed.join(', ') || '-', held.join(', ') || '-'))
    }
  }
  return `${lines.join('\n')}\n`
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const database = await emptyDatabase()
  const files = await printedFiles(database)
  await database.close()
  process.exitCode = writeOrCompare(files, process.argv.includes('--check'))
}
