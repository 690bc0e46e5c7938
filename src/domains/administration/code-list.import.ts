import { type CodeEntry, type CodeList, overlapping } from '#kernel/codelist/codelist.rules.ts'
import {
  addCodeEntry,
  codeEntries,
  correctCodeEntry,
  deleteCodeEntries,
  type EntryInput,
  restoreCodeEntries,
} from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays } from '#kernel/dates.ts'
import { defineImport, type RowIssue, type RowPlan, type RowValues, type Trace } from '#kernel/imports/import-kind.ts'
import { sourceTitle } from '#kernel/sources.ts'
import { fold, sameText } from '#kernel/text.ts'
import { can } from './administration.permissions.ts'
import { administrationWords } from './administration.words.ts'

const { vi, en } = administrationWords
type Word = 'codeList' | 'code' | 'labelVi' | 'labelEn' | 'validFrom' | 'validUntil' | 'source'
const words = (key: Word) => ({ vi: vi[key], en: en[key] })
const relation = 'kernel.code_entry'

/** Lists that can be brought in, by their title in either language: those people may edit and that have no columns of their own. */
function listsOf(ctx: Ctx): { list: CodeList; titles: string[] }[] {
  return ctx.kernel.lists.map((list) => ({
    list,
    titles: [list.id, ctx.kernel.translate('vi', list.title), ctx.kernel.translate('en', list.title)],
  }))
}

function listOf(ctx: Ctx, text: string | null | undefined): CodeList | undefined {
  return listsOf(ctx).find(({ titles }) => titles.some((title) => fold(title) === fold(text ?? '')))?.list
}

/** People name the last day; the record keeps the first day without it. */
function inputOf(values: RowValues): EntryInput {
  return {
    code: values.code ?? '',
    labelVi: values.labelVi ?? '',
    labelEn: values.labelEn ?? null,
    validFrom: values.validFrom ?? null,
    validUntil: values.validUntil ? addDays(values.validUntil, 1) : null,
    source: values.source ?? '',
    more: {},
  }
}

const refused = (field: string, code: string, params: RowIssue['params'] = {}): RowPlan => ({
  verdict: 'refused',
  issues: [{ field, code: `administration.${code}`, params }],
})

/** What a row would change of the entry that has its code and first day. */
function changesOf(entry: CodeEntry, input: EntryInput): Record<string, [string | null, string | null]> {
  const last = (until: string | null) => (until ? addDays(until, -1) : null)
  return Object.fromEntries(
    (
      [
        ['labelVi', entry.label.vi, input.labelVi],
        ['labelEn', entry.label.en, input.labelEn ?? entry.label.en],
        ['validUntil', last(entry.validUntil), last(input.validUntil)],
        ['source', sameText(sourceTitle(entry.source), input.source) ? input.source : entry.source, input.source],
      ] as const
    )
      .filter(([, before, after]) => !sameText(before ?? '', after ?? ''))
      .map(([field, before, after]) => [field, [before, after]]),
  )
}

/** Entries of the department's code lists: code, words, days and source. */
export const codeEntryImport = defineImport({
  name: 'codes',
  words: { vi: vi.importCodes, en: en.importCodes },
  about: { vi: vi.importCodesAbout, en: en.importCodesAbout },
  permission: can.changeCodeList,
  everywhere: true,
  relations: [relation],
  see: (ctx) => Promise.resolve(ctx.require(can.readCodeList, null)),
  fields: [
    {
      name: 'list',
      words: words('codeList'),
      type: 'text',
      required: true,
      grouped: true,
      synonyms: ['Danh mục', 'Tên danh mục', 'List'],
      choose: (ctx, text) =>
        Promise.resolve(
          listsOf(ctx)
            .filter(({ list }) => list.editable && list.columns.length === 0)
            .map(({ list }) => ctx.kernel.translate(ctx.lang, list.title))
            .filter((title) => fold(title).includes(fold(text)) || fold(text) === '')
            .map((title) => ({ id: title, label: title })),
        ),
      example: 'Lý do tạm dừng thời hạn',
    },
    {
      name: 'code',
      words: words('code'),
      type: 'code',
      required: true,
      max: 60,
      synonyms: ['Mã mục', 'Mã số'],
      example: 'BO-SUNG',
    },
    {
      name: 'labelVi',
      words: words('labelVi'),
      type: 'text',
      required: true,
      max: 300,
      synonyms: ['Tên mục', 'Tên tiếng Việt', 'Nội dung'],
      example: 'Chờ bổ sung hồ sơ',
    },
    { name: 'labelEn', words: words('labelEn'), type: 'text', max: 300, synonyms: ['English'] },
    {
      name: 'validFrom',
      words: words('validFrom'),
      type: 'date',
      synonyms: ['Hiệu lực từ', 'Ngày hiệu lực'],
      example: '01/07/2025',
    },
    { name: 'validUntil', words: words('validUntil'), type: 'date', synonyms: ['Hiệu lực đến', 'Hết hiệu lực', 'Đến ngày'] },
    {
      name: 'source',
      words: words('source'),
      type: 'text',
      required: true,
      max: 300,
      synonyms: ['Văn bản', 'Nguồn', 'Căn cứ pháp lý'],
      example: 'Quyết định số 12/QĐ-SNV',
    },
  ],
  keyOf: ({ list, code, validFrom }) => (list && code ? `${fold(list)}|${code}|${validFrom ?? ''}` : null),
  async plan(ctx, rows) {
    const known = new Map<string, CodeEntry[]>()
    const plans: RowPlan[] = []
    for (const { values } of rows) {
      const list = listOf(ctx, values.list)
      if (list && !known.has(list.id)) known.set(list.id, await codeEntries(ctx, list))
      plans.push(planRow(list, list ? (known.get(list.id) ?? []) : [], values))
    }
    return plans
  },
  async commit(ctx, rows) {
    const traces: Trace[] = []
    for (const { no, values, plan } of rows) {
      const list = listOf(ctx, values.list)
      if (!list) continue
      const input = inputOf(values)
      if (plan.verdict === 'made') {
        const { id } = await addCodeEntry(ctx, list, input)
        traces.push({ no, relation, recordId: id, act: 'made' })
      }
      if (plan.verdict === 'changed') {
        const find = async () =>
          (await codeEntries(ctx, list)).find((e) => e.code === input.code && e.validFrom === input.validFrom)
        const before = await find()
        await correctCodeEntry(ctx, list, input, {
          ...input,
          labelEn: input.labelEn ?? before?.label.en ?? null,
          more: before?.more ?? {},
        })
        traces.push({ no, relation, recordId: (await find())?.id ?? '', act: 'changed', before: { ...before } })
      }
    }
    return traces
  },
  async undo(ctx, traces) {
    await deleteCodeEntries(
      ctx,
      traces.filter((t) => t.act === 'made').map((t) => t.recordId),
    )
    await restoreCodeEntries(
      ctx,
      traces.flatMap((t) => (t.act === 'changed' ? [{ ...(t.before as unknown as CodeEntry), id: t.recordId }] : [])),
    )
    return []
  },
})

function planRow(list: CodeList | undefined, entries: CodeEntry[], values: RowValues): RowPlan {
  if (!list) return refused('list', 'importListUnknown', { list: values.list ?? '' })
  if (!list.editable) return refused('list', 'importListFixed')
  if (list.columns.length > 0) return refused('list', 'importListHasColumns')
  const input = inputOf(values)
  if (!/^[A-Z0-9][A-Z0-9.-]{0,59}$/.test(input.code)) return refused('code', 'importCodeForm')
  if (input.validFrom && input.validUntil && input.validUntil <= input.validFrom) return refused('validUntil', 'importEndsBefore')
  const same = entries.find((e) => e.code === input.code && e.validFrom === input.validFrom)
  const { code, validFrom, validUntil } = input
  const other = overlapping(
    entries.filter((e) => e !== same),
    { id: null, code, validFrom, validUntil },
  )
  if (other) return refused('validFrom', 'importOverlaps', { name: other.label.vi, source: other.source })
  if (!same) return { verdict: 'made' }
  const changes = changesOf(same, input)
  const recordId = same.id ?? `${list.id}/${same.code}`
  return Object.keys(changes).length === 0 ? { verdict: 'same', recordId } : { verdict: 'changed', recordId, changes }
}
