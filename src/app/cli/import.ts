import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { can } from '#domains/imports/imports.permissions.ts'
import type { Ctx, Kernel } from '#kernel/context.ts'
import type { ImportKind } from '#kernel/imports/import-kind.ts'
import { type ImportWork, runCheck, runCommit, runLook } from '#kernel/imports/import.run.ts'
import { draftImport, importRows, type RowShown, startCheck, startCommit } from '#kernel/imports/import.service.ts'
import { type Counts, findImport, type StoredImport } from '#kernel/imports/import.store.ts'
import type { FieldSource, Mapping } from '#kernel/imports/mapping.rules.ts'
import { columnLetters } from '#kernel/imports/cell.rules.ts'
import { runOperation } from '#kernel/operations.ts'
import { domains } from '../domains.ts'
import { system, translate } from '../platform.ts'
import { work as openWork } from './installation.ts'
import { facts, printJson, printList } from './output.ts'
import { type Asked, CommandFailure, UsageError } from './usage.ts'

const kinds = domains.flatMap((d) => d.imports ?? [])

/** Wrong rows told one by one; the rest is counted. JSON tells all. */
const mostTold = 200

/** `noivu import --list` and `noivu import KIND FILE...`. The exit code is 1 when a row is refused or nothing could be read. */
export async function importFiles(asked: Asked): Promise<number> {
  if (asked.on('list')) return printKinds(asked)
  const [name, ...files] = asked.all
  const kind = kinds.find((k) => k.name === name)
  if (!name) throw new UsageError('missing', { name: 'KIND' })
  if (!kind) throw new UsageError('unknownKind', { name, kinds: kinds.map((k) => k.name).join(', ') })
  if (files.length === 0) throw new UsageError('missing', { name: 'FILE' })
  const told: Told[] = []
  let code = 0
  for (const file of files) {
    const one = await openWork((kernel) => importOne(kernel, asked, kind, file))
    told.push(one)
    if (!one.written && !asked.on('dry-run')) code = 1
    if ((one.refused.length > 0 || one.problem) && code === 0) code = 1
    if (!asked.on('json')) await print(asked, kind, one)
  }
  if (asked.on('json'))
    await printJson(
      asked,
      told.map(({ found: _, ...one }) => one),
    )
  return code
}

/**
 * Brings in one file of a kind with values for the whole file, and tells what is wrong with it; what is in already stays as it is.
 *
 * @returns whether all of it is in.
 */
export async function importTable(
  kernel: Kernel,
  asked: Asked,
  name: string,
  file: string,
  values: Record<string, string>,
): Promise<boolean> {
  const kind = kinds.find((k) => k.name === name)
  if (!kind) throw new UsageError('unknownKind', { name, kinds: kinds.map((k) => k.name).join(', ') })
  const mapping = Object.fromEntries(Object.entries(values).map(([field, value]): [string, FieldSource] => [field, { value }]))
  const told = await importOne(kernel, asked, kind, file, mapping)
  if (!told.written) await print(asked, kind, told)
  return told.written
}

async function printKinds(asked: Asked): Promise<number> {
  await printList(asked, {
    keys: ['kind', 'title', 'about', 'fields', 'required'],
    rows: kinds.map((k) => ({
      kind: k.name,
      title: k.words[asked.lang],
      about: k.about[asked.lang],
      fields: k.fields.map((f) => f.name).join(' '),
      required: k.fields.flatMap((f) => (f.required ? [f.name] : [])).join(' '),
    })),
    columns: ['kind', 'title', 'required'].map((key) => ({ key, title: asked.say(`column.import_${key}`) })),
  })
  return 0
}

/** What became of a file. */
interface Told {
  file: string
  id: string
  sheet: string | null
  header: string | null
  columns: Record<string, string>
  read: number
  counts: Counts
  skipped: { row: number; kind: string; text: string }[]
  refused: { row: number; cell: string; field: string | null; code: string; message: string }[]
  written: boolean
  problem: string | null
  found: StoredImport
}

async function importOne(
  kernel: Kernel,
  asked: Asked,
  kind: ImportKind,
  file: string,
  given: Mapping = setByHand(asked, kind),
): Promise<Told> {
  const bytes = readBytes(file)
  const { lang } = asked
  const work: ImportWork = { kernel, actor: system, lang, permission: can.makeImport }
  const act = <T>(operation: string, writes: boolean, run: (ctx: Ctx) => Promise<T>) =>
    runOperation(kernel, { operation, permission: can.makeImport, writes, actor: system, lang, reason: basename(file) }, run)
  const find = async (id: string) => {
    const found = await act('cli.import', false, (ctx) => findImport(ctx.db, id))
    if (!found) throw new CommandFailure('importGone')
    return found
  }
  const drafted = await act('imports.draftImport', true, (ctx) =>
    draftImport(ctx, { kind: kind.name, fileName: basename(file), bytes }),
  )
  const { id } = drafted
  await runLook(work, id, drafted.runId)
  let found = await find(id)
  if (found.run?.problem) return tell(asked, kind, file, found, [])
  const mapping = { ...found.mapping, ...given }
  const { runId } = await act('imports.checkImport', true, (ctx) => startCheck(ctx, { id, mapping }))
  await runCheck(work, id, runId)
  found = await find(id)
  const wrong: RowShown[] = []
  for (let after: number | null = 0; after !== null;) {
    const page: { rows: RowShown[]; next: number | null } = await act('cli.import', false, (ctx) =>
      importRows(ctx, { id, states: ['refused', 'review'], after: after ?? 0, limit: 1000 }),
    )
    wrong.push(...page.rows)
    after = page.next
  }
  if (wrong.length === 0 && !found.run?.problem && !asked.on('dry-run')) {
    const commit = await act('imports.commitImport', true, (ctx) => startCommit(ctx, id))
    await runCommit(work, id, commit.runId)
    found = await find(id)
  }
  return tell(asked, kind, file, found, wrong)
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw new CommandFailure('noFile', { file })
  }
}

/** `--set "period=2022; category=@C"`: values for the whole file, columns by their letters after `@`. */
function setByHand(asked: Asked, kind: ImportKind): Mapping {
  const mapping: Mapping = {}
  for (const part of asked.text('set').split(';')) {
    if (part.trim() === '') continue
    const at = part.indexOf('=')
    const [field, value] = [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()]
    if (at < 0 || !kind.fields.some((f) => f.name === field))
      throw new UsageError('unknownField', { name: field || part.trim(), fields: kind.fields.map((f) => f.name).join(', ') })
    const column = /^@([A-Z]{1,2})$/i.exec(value)?.[1]
    const source: FieldSource = column ? { column: columnOf(column) } : { value }
    mapping[field] = source
  }
  return mapping
}

function columnOf(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function tell(asked: Asked, kind: ImportKind, file: string, found: StoredImport, wrong: RowShown[]): Told {
  const say = (code: string, params: Record<string, unknown>) => translate(asked.lang, code, params)
  const { layout, run, state } = found
  const counts = state === 'committed' ? found.counts : (run?.counts ?? {})
  return {
    file,
    id: found.id,
    sheet: found.sheetName,
    header: layout ? `${layout.headerTop + 1}-${layout.headerBottom + 1}` : null,
    columns: Object.fromEntries(
      kind.fields.flatMap((f) => (found.mapping[f.name] ? [[f.name, sourceText(found.mapping[f.name]!)]] : [])),
    ),
    read: Object.values(counts).reduce((sum, n) => sum + n, 0),
    counts,
    skipped: (run?.skipped ?? []).map((s) => ({ row: s.no, kind: s.kind, text: s.text })),
    refused: wrong.flatMap((row) => [
      ...row.issues.map((i) => ({
        row: row.no,
        cell: i.cell,
        field: i.field ?? null,
        code: i.code,
        message: say(i.code, i.params),
      })),
      ...(row.state === 'review'
        ? [
            {
              row: row.no,
              cell: String(row.no),
              field: null,
              code: 'review',
              message: asked.say('importReview', { names: row.candidates.map((c) => c.label).join(', ') }),
            },
          ]
        : []),
    ]),
    written: state === 'committed',
    problem: run?.problem ? say(run.problem.code, run.problem.params) : null,
    found,
  }
}

function sourceText(source: FieldSource): string {
  if ('column' in source) return columnLetters(source.column)
  return 'group' in source ? 'group' : JSON.stringify(source.value)
}

async function print(asked: Asked, kind: ImportKind, told: Told): Promise<void> {
  const { say, lang, out } = asked
  const { counts } = told
  const number = (n: number | undefined) => String(n ?? 0)
  const title = (field: string) => kind.fields.find((f) => f.name === field)?.words[lang] ?? field
  await out.print(`${told.file}\n`)
  if (told.problem) await out.print(`  ${told.problem}\n`)
  const columns = Object.entries(told.columns).map(([field, from]) => `${title(field)} ← ${from}`)
  await out.print(
    facts([
      [`  ${say('import.sheet')}`, told.sheet],
      [`  ${say('import.header')}`, told.header],
      [`  ${say('import.columns')}`, columns.join(', ')],
      [`  ${say('import.read')}`, number(told.read)],
      [`  ${say('import.made')}`, number(counts.made)],
      [`  ${say('import.changed')}`, number(counts.changed)],
      [`  ${say('import.same')}`, number(counts.same)],
      [`  ${say('import.refused')}`, number((counts.refused ?? 0) + (counts.review ?? 0))],
      [`  ${say('import.skipped')}`, number(told.skipped.length)],
    ]),
  )
  for (const { cell, message } of told.refused.slice(0, mostTold))
    await out.print(`  ${say('import.cell', { cell })}: ${message}\n`)
  if (told.refused.length > mostTold) await out.print(`  ${say('import.more', { count: told.refused.length - mostTold })}\n`)
  const nothing = (counts.made ?? 0) + (counts.changed ?? 0) === 0
  const outcome = told.written
    ? nothing
      ? 'nothingNew'
      : 'written'
    : asked.on('dry-run') && !told.problem
      ? 'dryRun'
      : 'notWritten'
  await out.print(`  ${say(`import.${outcome}`)}\n`)
}
