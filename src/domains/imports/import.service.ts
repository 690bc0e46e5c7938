import type { Ctx } from '#kernel/context.ts'
import { toTemplate } from '#kernel/export.ts'
import type { ImportField, ImportKind } from '#kernel/imports/import-kind.ts'
import { getImport as readImport, kindOf, mayImport } from '#kernel/imports/import.run.ts'
import { beginningOf, findBefore } from '#kernel/imports/import.service.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import type { Field, Import, ImportRow, ImportState, Kind } from './import.contract.ts'
import { importList } from './import.contract.ts'
import * as store from './import.store.ts'

function describeField(ctx: Ctx, field: ImportField): Field {
  const { name, words, type, required = false, grouped = false, example = null, choices = [] } = field
  return {
    name,
    title: words[ctx.lang],
    type,
    required,
    grouped,
    example,
    choices: choices.map((c) => ({ value: c.value, label: c.words[ctx.lang] })),
  }
}

function describeKind(ctx: Ctx, kind: ImportKind): Kind {
  return {
    name: kind.name,
    title: kind.words[ctx.lang],
    about: kind.about[ctx.lang],
    fields: kind.fields.map((f) => describeField(ctx, f)),
  }
}

/** Kinds whose records the actor may write. */
export function listKinds(ctx: Ctx): Kind[] {
  return ctx.kernel.imports.filter((k) => mayImport(ctx, k)).map((k) => describeKind(ctx, k))
}

function sourceFor(ctx: Ctx): ListSource {
  const kinds = Object.fromEntries(ctx.kernel.imports.map((k) => [k.name, k.words[ctx.lang]]))
  return { shape: importList, rows: store.importRows(kinds), searchColumn: 'search_name', sortColumns: { day: 'created_at' } }
}

export function listImports(ctx: Ctx, input: ListInput) {
  return listPage<ImportRow>(ctx, sourceFor(ctx), input)
}

export function exportImports(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, sourceFor(ctx), input, {})
}

/** One import, as far as it is. @throws Refusal `kernel.notFound` outside the actor's reach. */
export async function getImport(ctx: Ctx, id: string): Promise<Import> {
  const found = await readImport(ctx, id)
  const kind = ctx.kernel.imports.find((k) => k.name === found.kind)
  const { run, reading } = found
  const sheets = await beginningOf.sheets(ctx, id)
  return {
    ...found,
    kind: kind ? describeKind(ctx, kind) : { name: found.kind, title: found.kind, about: '', fields: [] },
    mine: found.actorId === ctx.actor.id,
    format: reading?.format ?? null,
    legacy: reading?.legacy ?? null,
    encoding: reading?.encoding ?? null,
    sheets,
    state: stateOf(found.state, run),
    task: run?.task ?? null,
    complete: run?.complete ?? false,
    progress: run?.progress ?? 0,
    expected: run?.expected ?? null,
    counts: found.state === 'drafted' ? (run?.counts ?? {}) : found.counts,
    skipped: run?.skipped ?? [],
    problem: run?.problem ?? null,
    before: await findBefore(ctx, found),
  }
}

function stateOf(state: 'drafted' | 'committed' | 'undone', run: { state: string; complete: boolean } | null): ImportState {
  if (state !== 'drafted' || !run) return state
  if (run.state !== 'done') return run.state as ImportState
  return run.complete ? 'checked' : 'drafted'
}

/** An empty workbook for a kind. */
export async function importTemplate(ctx: Ctx, name: string): Promise<File> {
  const kind = kindOf(ctx, name)
  const say = (key: string) => ctx.kernel.translate(ctx.lang, `imports.${key}`)
  const bytes = await toTemplate({
    sheet: say('templateSheet'),
    guide: say('templateGuide'),
    lists: say('templateLists'),
    guideHeads: [say('field'), say('required'), say('writtenAs'), say('example')],
    columns: kind.fields.map((f) => ({
      title: f.words[ctx.lang],
      required: f.required ?? false,
      requiredWord: f.required ? say('yes') : '',
      choices: (f.choices ?? []).map((c) => c.words[ctx.lang]),
      writtenAs: f.choices ? f.choices.map((c) => c.words[ctx.lang]).join('; ') : say(`types.${f.type}`),
      example: f.example ?? '',
      width: Math.max(16, f.words[ctx.lang].length + 4),
    })),
  })
  return new File([bytes as Uint8Array<ArrayBuffer>], `mau-nhap-${kind.name}.xlsx`, {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
}
