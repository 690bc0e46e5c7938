import { defineImport, type ImportRow, type RowIssue, type RowPlan, type RowValues } from '#kernel/imports/import-kind.ts'
import { addChanges, changesFromTable, getAct, unitsAround } from './act.service.ts'
import * as store from './act.store.ts'
import { type OldUnit, readShare, sameUnitName, type TableRow } from './act-table.rules.ts'
import { can } from './organization.permissions.ts'
import { refuse } from './organization.refusals.ts'
import { organizationWords } from './organization.words.ts'
import { kindOfUnit } from './unit-import.rules.ts'

const { vi, en } = organizationWords
const words = (key: keyof typeof vi.actTable) => ({ vi: vi.actTable[key], en: en.actTable[key] })

/** Tables of old and new units, as resolutions have them in their annexes: each file becomes the draft of an act. */
export const actImport = defineImport({
  name: 'reorganisation',
  words: words('title'),
  about: words('about'),
  permission: can.reorganise,
  everywhere: true,
  relations: ['organization.act'],
  see: (ctx, id) => getAct(ctx, id),
  fields: [
    {
      name: 'oldCode',
      words: words('oldCode'),
      type: 'code',
      required: true,
      max: 40,
      synonyms: ['old_code', 'Mã cũ'],
      example: '11953',
    },
    {
      name: 'oldName',
      words: words('oldName'),
      type: 'text',
      max: 200,
      synonyms: ['old_name', 'Tên cũ'],
      example: 'Phường Hiến Nam',
    },
    { name: 'share', words: words('share'), type: 'text', max: 40, synonyms: ['share', 'Phần', 'Tỷ lệ'], example: 'toàn bộ' },
    {
      name: 'newCode',
      words: words('newCode'),
      type: 'code',
      required: true,
      max: 40,
      synonyms: ['new_code', 'Mã mới'],
      example: '11953',
    },
    {
      name: 'newName',
      words: words('newName'),
      type: 'text',
      required: true,
      max: 200,
      synonyms: ['new_name', 'Tên mới'],
      example: 'Phường Phố Hiến',
    },
    {
      name: 'aboveCode',
      words: words('aboveCode'),
      type: 'code',
      max: 40,
      synonyms: ['new_province_code', 'Mã tỉnh mới'],
      example: '33',
    },
    {
      name: 'act',
      words: words('act'),
      type: 'text',
      required: true,
      max: 500,
      synonyms: ['Nghị quyết', 'Văn bản'],
      example: '1666/NQ-UBTVQH15',
    },
    { name: 'on', words: words('on'), type: 'date', required: true, synonyms: ['Ngày hiệu lực'], example: '01/07/2025' },
    {
      name: 'abolish',
      words: words('abolish'),
      type: 'choice',
      choices: [
        {
          value: 'district',
          words: { vi: vi.levels.district, en: en.levels.district },
          synonyms: ['district', 'cấp huyện', 'huyện'],
        },
      ],
    },
  ],
  keyOf: ({ oldCode, newCode }) => (oldCode && newCode ? `${oldCode} ${newCode}` : null),
  async plan(ctx, rows, help) {
    const olds = new Map<string, Map<string, OldUnit>>()
    for (const on of new Set(rows.flatMap((r) => (r.values.on ? [r.values.on] : []))))
      olds.set(on, await help.once(`units ${on}`, async () => (await unitsAround(ctx, on)).olds))
    const known = new Map<string, Awaited<ReturnType<typeof store.findByTitle>>>()
    for (const { values } of rows) {
      const name = actOf(values)
      if (!known.has(name)) known.set(name, await store.findByTitle(ctx.db, values.act ?? '', values.on ?? ''))
    }
    return rows.map(({ values }): RowPlan => {
      const act = known.get(actOf(values))
      if (act?.pairs.includes(`${values.oldCode ?? ''} ${values.newCode ?? ''}`)) return { verdict: 'same', recordId: act.id }
      if (act) return refused('act', 'actTableThere', { act: values.act ?? '' })
      const old = olds.get(values.on ?? '')?.get(values.oldCode ?? '')
      if (!old) return refused('oldCode', 'actTableOldUnknown', { code: values.oldCode ?? '' })
      if (values.oldName && !sameUnitName(old.name, values.oldName))
        return refused('oldName', 'actTableOldOtherName', { code: old.code, known: old.name })
      if (readShare(values.share ?? '') === undefined) return refused('share', 'actTableShare', {})
      if (!kindOfUnit(null, values.newName ?? '', values.newCode ?? '')) return refused('newName', 'importKindUnknown', {})
      return { verdict: 'made' }
    })
  },
  async commit(ctx, rows) {
    const acts = new Map<string, string>()
    for (const { values } of rows) {
      const name = actOf(values)
      if (acts.has(name)) continue
      const known = await store.findByTitle(ctx.db, values.act ?? '', values.on ?? '')
      const id = known?.id ?? ctx.newId()
      acts.set(name, id)
      if (known) continue
      await store.insertAct(ctx.db, {
        id,
        title: values.act ?? '',
        effectiveOn: values.on ?? '',
        note: null,
        abolish: values.abolish ? [values.abolish] : [],
        at: ctx.now(),
        by: ctx.actor.name,
      })
    }
    for (const [name, id] of acts) await store.insertRows(ctx.db, id, rows.filter((r) => actOf(r.values) === name).map(tableRow))
    return rows.map(({ no, values }) => ({
      no,
      relation: 'organization.act',
      recordId: acts.get(actOf(values)) ?? '',
      act: 'made' as const,
    }))
  },
  async finish(ctx) {
    for (const { id, rows, ...act } of await store.findUnread(ctx.db)) {
      const { changes, faults } = await changesFromTable(ctx, act, rows)
      const [first] = faults
      if (first) {
        const what = ctx.kernel.translate(ctx.lang, `organization.tableFaults.${first.code}`, first.params)
        throw refuse.actTableWrong({ count: faults.length, row: first.no, what })
      }
      await addChanges(ctx, id, changes)
    }
  },
  async undo(ctx, traces) {
    const acts = [...new Set(traces.map((t) => t.recordId))]
    const applied = []
    for (const id of acts) if ((await store.deleteAct(ctx.db, id)) === 0) applied.push(id)
    return applied.map((recordId) => ({ recordId, why: ctx.kernel.translate(ctx.lang, 'organization.actTable.applied') }))
  },
})

const actOf = (values: RowValues) => `${values.on ?? ''} ${values.act ?? ''}`

function tableRow({ no, values }: ImportRow): TableRow {
  return {
    no,
    oldCode: values.oldCode ?? '',
    oldName: values.oldName ?? '',
    share: readShare(values.share ?? '') ?? null,
    newCode: values.newCode ?? '',
    newName: values.newName ?? '',
    aboveCode: values.aboveCode ?? '',
  }
}

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code: `organization.${code}`, params }] }
}
