import { unitsForExport } from '#domains/organization/index.ts'
import { can as organization } from '#domains/organization/organization.permissions.ts'
import { unitLevels } from '#domains/organization/unit.contract.ts'
import { can as people } from '#domains/people/people.permissions.ts'
import type { PersonRow } from '#domains/people/person.contract.ts'
import { listPeople } from '#domains/people/person.service.ts'
import { formatDateShort, isPlainDate, parseDate } from '#kernel/dates.ts'
import { Refusal } from '#kernel/errors.ts'
import { translate } from '../platform.ts'
import { ask } from './installation.ts'
import { type Column, printList } from './output.ts'
import { type Asked, UsageError } from './usage.ts'

/** The day named by an option, in any form people write one; null when it is not named. @throws UsageError */
function dayOf(asked: Asked, option: string): string | null {
  const text = asked.text(option)
  if (text === '') return null
  const day = parseDate(text)
  if (!day) throw new UsageError('badDate', { value: text })
  return day
}

function shownDate(asked: Asked, value: unknown): string {
  const text = typeof value === 'string' ? value : ''
  return isPlainDate(text) ? formatDateShort(text, asked.lang) : text
}

const columnsOf = (asked: Asked, keys: string[]): Column[] => keys.map((key) => ({ key, title: asked.say(`column.${key}`) }))

/** `noivu units --as-of DATE`: units as they were on a day. */
export async function printUnits(asked: Asked): Promise<number> {
  const asOf = dayOf(asked, 'as-of') ?? ''
  const level = asked.text('level')
  if (level !== '' && !unitLevels.some((l) => l === level))
    throw new UsageError('unknownLevel', { level, levels: unitLevels.join(', ') })
  const under = asked.text('under')
  const rows = await ask(asked, 'listUnits', organization.readUnit, (ctx) =>
    unitsForExport(ctx, { asOf, level: level || undefined, under: under || undefined }),
  ).catch((error: unknown) => {
    throw error instanceof Refusal && error.kind === 'not-found'
      ? new UsageError('unknownUnit', { code: under, date: formatDateShort(asOf, asked.lang) })
      : error
  })
  await printList(asked, {
    keys: ['id', 'code', 'name', 'kind', 'parent_code', 'valid_from', 'valid_to'],
    rows: rows.map((u) => ({
      id: u.id,
      code: u.code,
      name: u.name,
      kind: u.kind,
      parent_code: u.parentCode,
      valid_from: u.validFrom,
      valid_to: u.validUntil,
    })),
    columns: columnsOf(asked, ['code', 'name', 'kind', 'parent_code', 'valid_from', 'valid_to']),
    read: (row) => ({
      ...row,
      kind: translate(asked.lang, `organization.kinds.${String(row.kind)}`),
      valid_from: shownDate(asked, row.valid_from),
      valid_to: shownDate(asked, row.valid_to),
    }),
  })
  return 0
}

/** `noivu people --search TEXT`: people by name, typed with or without marks. */
export async function printPeople(asked: Asked): Promise<number> {
  const asOf = dayOf(asked, 'as-of')
  const rows = await ask(asked, 'listPeople', people.readPerson, async (ctx) => {
    const found: PersonRow[] = []
    let after: string | undefined
    do {
      const page = await listPeople(ctx, {
        search: asked.text('search'),
        limit: 2000,
        ...(asOf ? { asOf } : {}),
        ...(after ? { after } : {}),
      })
      found.push(...page.rows)
      after = page.next ?? undefined
    } while (after)
    return found
  })
  await printList(asked, {
    keys: ['id', 'name', 'birth_date', 'unit', 'post'],
    rows: rows.map((p) => ({ id: p.id, name: p.fullName, birth_date: p.birth, unit: p.unitName, post: p.title })),
    columns: columnsOf(asked, ['name', 'birth_date', 'post', 'unit']),
    read: (row) => ({ ...row, birth_date: shownDate(asked, row.birth_date) }),
  })
  return 0
}
