import { defineImport, type RowPlan, type RowValues } from '#kernel/imports/import-kind.ts'
import { normalise } from '#kernel/text.ts'
import { can } from './organization.permissions.ts'
import { organizationWords } from './organization.words.ts'
import { unitImport } from './unit.import.ts'
import { fullNameOfUnit, kindOfUnit, territorialKinds } from './unit-import.rules.ts'
import { getUnitList } from './unit-list.service.ts'
import * as store from './unit-list.store.ts'

const { vi, en } = organizationWords
const shared = ['code', 'name', 'kind', 'parentCode', 'parentName', 'topCode', 'topName']

/** Lists of units of one day or of several, kept as they are, to be compared with what is recorded. */
export const unitListImport = defineImport({
  name: 'unit-lists',
  words: { vi: vi.unitLists.importTitle, en: en.unitLists.importTitle },
  about: { vi: vi.unitLists.importAbout, en: en.unitLists.importAbout },
  permission: can.reorganise,
  everywhere: true,
  relations: ['organization.unit_list'],
  see: getUnitList,
  fields: [
    ...unitImport.fields.filter((f) => shared.includes(f.name)),
    {
      name: 'listedOn',
      words: { vi: vi.unitLists.listedOn, en: en.unitLists.listedOn },
      type: 'date',
      required: true,
      synonyms: ['snapshot', 'Ngày danh mục'],
      example: '01/03/2025',
    },
    {
      name: 'title',
      words: { vi: vi.unitLists.title, en: en.unitLists.title },
      type: 'text',
      max: 300,
      synonyms: ['Danh mục'],
    },
  ],
  fromTitles(titles, fileName) {
    const listedOn = unitImport.fromTitles?.(titles, fileName).validFrom
    return listedOn === undefined ? {} : { listedOn }
  },
  complete: (values) => unitImport.complete?.(values) ?? values,
  keyOf: (values) => (values.code && values.listedOn ? `${listOf(values)} ${values.code}` : null),
  async plan(ctx, rows) {
    const lists = new Map(rows.map(({ values }) => [listOf(values), { listedOn: values.listedOn ?? '', title: titleOf(values) }]))
    const known = await store.findListed(ctx.db, [...lists.values()])
    return rows.map(({ values }): RowPlan => {
      const recordId = known.get(`${listOf(values)} ${values.code ?? ''}`)
      if (recordId) return { verdict: 'same', recordId }
      if (kindOfUnit(values.kind ?? null, values.name ?? '', values.code ?? '')) return { verdict: 'made' }
      return { verdict: 'refused', issues: [{ field: 'kind', code: 'organization.importKindUnknown', params: {} }] }
    })
  },
  async commit(ctx, rows) {
    const ids = new Map<string, string>()
    for (const { values } of rows) {
      const list = listOf(values)
      if (ids.has(list)) continue
      const made = { id: ctx.newId(), listedOn: values.listedOn ?? '', title: titleOf(values), at: ctx.now(), by: ctx.actor.name }
      ids.set(list, await store.makeList(ctx.db, made))
    }
    const idOf = (values: RowValues) => ids.get(listOf(values)) ?? ''
    await store.insertListRows(
      ctx.db,
      rows.map(({ values }) => {
        const code = values.code ?? ''
        const kind = kindOfUnit(values.kind ?? null, values.name ?? '', code) ?? 'rural-commune'
        const { level } = territorialKinds[kind]
        const name = fullNameOfUnit(values.name ?? '', kind)
        return { listId: idOf(values), code, name, kind, level, parentCode: values.parentCode ?? null }
      }),
    )
    return rows.map(({ no, values }) => ({
      no,
      relation: 'organization.unit_list',
      recordId: idOf(values),
      act: 'made' as const,
    }))
  },
  async undo(ctx, traces) {
    const ids = traces.map((t) => t.recordId)
    await store.deleteLists(ctx.db, ids)
    return []
  },
})

const titleOf = (values: RowValues) => normalise(values.title ?? '') || vi.unitLists.untitled

/** Several lists may lie in one file: a list is its day and its title. */
const listOf = (values: RowValues) => `${values.listedOn ?? ''} ${titleOf(values)}`
