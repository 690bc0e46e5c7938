import { holdsOn, isPlainDate } from '#kernel/dates.ts'
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowPlan,
  type RowValues,
  type Trace,
} from '#kernel/imports/import-kind.ts'
import { sameText } from '#kernel/text.ts'
import { can } from './organization.permissions.ts'
import { keepInvariants } from './unit.checks.ts'
import { organizationWords } from './organization.words.ts'
import { decideRename } from './unit.rules.ts'
import { type EstablishedUnit, establishUnits, getUnit } from './unit.service.ts'
import * as store from './unit.store.ts'
import { fullNameOfUnit, kindOfUnit, type TerritorialKind, territorialKinds } from './unit-import.rules.ts'

const { vi, en } = organizationWords
type Word = 'code' | 'name' | 'shortName' | 'kind' | 'parentCode' | 'parentName' | 'topCode' | 'topName' | 'validFrom' | 'act'
const words = (key: Word) => ({ vi: vi[key], en: en[key] })

type Known = Awaited<ReturnType<typeof store.findByCodes>>[number]

/** Lists of administrative units, as the statistics office gives them out. */
export const unitImport = defineImport({
  name: 'units',
  words: { vi: vi.importUnits, en: en.importUnits },
  about: { vi: vi.importAbout, en: en.importAbout },
  permission: can.changeUnit,
  everywhere: true,
  relations: ['organization.unit', 'organization.unit_version', 'organization.unit_parent'],
  see: (ctx, id) => getUnit(ctx, { id }),
  fields: [
    {
      name: 'code',
      words: words('code'),
      type: 'code',
      required: true,
      max: 40,
      synonyms: ['Mã số', 'Mã đơn vị', 'Mã xã', 'Mã ĐVHC'],
      example: '11953',
    },
    {
      name: 'name',
      words: words('name'),
      type: 'text',
      required: true,
      max: 200,
      synonyms: ['Tên', 'full_name', 'Tên 34 tỉnh sau sáp nhập', 'Tên ĐVHC'],
      example: 'Phường Hiến Nam',
    },
    {
      name: 'kind',
      words: words('kind'),
      type: 'choice',
      synonyms: ['Cấp', 'type', 'Loại'],
      choices: Object.entries(territorialKinds).map(([value, { written }]) => ({
        value,
        words: { vi: vi.kinds[value as TerritorialKind], en: en.kinds[value as TerritorialKind] },
        synonyms: [...written],
      })),
      example: 'Phường',
    },
    {
      name: 'parentCode',
      words: words('parentCode'),
      type: 'code',
      max: 40,
      synonyms: ['Mã QH', 'district_code', 'Mã quận huyện', 'Mã huyện', 'parent_code'],
      example: '323',
    },
    {
      name: 'parentName',
      words: words('parentName'),
      type: 'text',
      max: 200,
      synonyms: ['Quận Huyện', 'district_name', 'Tên quận huyện', 'parent_name'],
      example: 'Thành phố Hưng Yên',
    },
    {
      name: 'topCode',
      words: words('topCode'),
      type: 'code',
      max: 40,
      synonyms: ['Mã TP', 'province_code', 'Mã tỉnh'],
      example: '33',
    },
    {
      name: 'topName',
      words: words('topName'),
      type: 'text',
      max: 200,
      synonyms: ['Tỉnh Thành Phố', 'province_name', 'Tên tỉnh'],
      example: 'Tỉnh Hưng Yên',
    },
    { name: 'shortName', words: words('shortName'), type: 'text', max: 100, synonyms: ['short_name'] },
    {
      name: 'validFrom',
      words: words('validFrom'),
      type: 'date',
      synonyms: ['snapshot', 'Ngày hiệu lực', 'valid_from'],
      example: '06/10/2019',
    },
    { name: 'act', words: words('act'), type: 'text', max: 500, synonyms: ['Nghị quyết', 'Căn cứ'] },
  ],
  fromTitles: (_titles, fileName) => {
    // `Danh sách cấp xã ___06_10_2019.xls`, `gso_communes_2019-10-06.xls`: the day of the list stands in its name.
    const [, year, month, day] = /(\d{4})[-_.](\d{2})[-_.](\d{2})/.exec(fileName) ?? []
    const [, day2, month2, year2] = /(\d{2})[-_.](\d{2})[-_.](\d{4})/.exec(fileName) ?? []
    const date = year ? `${year}-${month}-${day}` : `${year2}-${month2}-${day2}`
    return isPlainDate(date) ? { validFrom: date } : {}
  },
  complete(values) {
    let { code = null, name = null, parentCode = null, parentName = null, topCode = null, topName = null } = values
    // A district without communes stands in the columns of districts alone; a list of districts names the province directly.
    if (code === null && parentCode !== null)
      [code, name, parentCode, parentName, topCode, topName] = [parentCode, parentName, topCode, topName, null, null]
    if (parentCode === null && topCode !== null) [parentCode, parentName, topCode, topName] = [topCode, topName, null, null]
    return { ...values, code, name, parentCode, parentName, topCode, topName }
  },
  keyOf: ({ code }) => code ?? null,
  async plan(ctx, rows, help) {
    const known = byCode(await store.findByCodes(ctx.db, codesOf(rows)))
    const staged = await help.staged([...new Set(rows.flatMap((r) => (r.values.parentCode ? [r.values.parentCode] : [])))])
    return rows.map(({ values }): RowPlan => {
      const day = values.validFrom ?? ctx.today()
      const code = values.code ?? ''
      const kind = kindOfUnit(values.kind ?? null, values.name ?? '', code)
      if (!kind) return refused('kind', 'importKindUnknown', {})
      const name = fullNameOfUnit(values.name ?? '', kind)
      const versions = known.get(code) ?? []
      const current = versions.find((v) => v.code === code && holdsOn(v, day))
      if (current)
        return planKnown(
          values,
          name,
          current,
          versions.filter((v) => v.unitId === current.unitId),
        )
      const taken = versions.find(
        (v) => v.code === code && (v.validUntil === null || values.validFrom === null || v.validUntil > (values.validFrom ?? '')),
      )
      if (taken) return refused('code', 'importCodeTaken', { code, name: taken.name })
      const { parentCode } = values
      const parentKnown =
        !parentCode || values.parentName || staged.has(parentCode) || known.get(parentCode)?.some((v) => holdsOn(v, day))
      return parentKnown ? { verdict: 'made' } : refused('parentCode', 'importParentUnknown', { code: parentCode })
    })
  },
  async commit(ctx, rows) {
    const known = byCode(await store.findByCodes(ctx.db, codesOf(rows)))
    const ids = new Map<string, string>()
    const idOf = (code: string, day: string) =>
      ids.get(code) ?? known.get(code)?.find((v) => v.code === code && holdsOn(v, day))?.unitId
    const establish: EstablishedUnit[] = []
    const traces: Trace[] = []
    const made = rows.filter((r) => r.plan.verdict === 'made')
    for (const { values } of made) ids.set(values.code ?? '', ctx.newId())
    const add = (
      no: number,
      unit: { id: string; code: string; name: string; kind: TerritorialKind; parentId: string | null },
      values: RowValues,
    ) => {
      const { id, code, kind, parentId } = unit
      const name = fullNameOfUnit(unit.name, kind)
      const dates = { validFrom: values.validFrom ?? null, validUntil: null, act: values.act ?? null }
      establish.push({
        unitId: id,
        code,
        name,
        shortName: values.shortName ?? name,
        kind,
        level: territorialKinds[kind].level,
        parentId,
        tree: 'government',
        ...dates,
      })
      traces.push({ no, relation: 'organization.unit', recordId: id, act: 'made' })
    }
    const above = (
      no: number,
      code: string | null,
      name: string | null,
      values: RowValues,
      parentId: string | null,
    ): string | null => {
      if (code === null) return null
      const found = idOf(code, values.validFrom ?? ctx.today())
      const kind = kindOfUnit(null, name ?? '', code)
      if (found || name === null || !kind) return found ?? null
      const id = ctx.newId()
      ids.set(code, id)
      add(no, { id, code, name, kind, parentId }, { ...values, shortName: null })
      return id
    }
    for (const { no, values } of made) {
      const code = values.code ?? ''
      const top = above(no, values.topCode ?? null, values.topName ?? null, values, null)
      const parentId = above(no, values.parentCode ?? null, values.parentName ?? null, values, top)
      const kind = kindOfUnit(values.kind ?? null, values.name ?? '', code) ?? 'rural-commune'
      add(no, { id: ids.get(code) ?? ctx.newId(), code, name: values.name ?? '', kind, parentId }, values)
    }
    await establishUnits(ctx, establish, 'later')
    const renamed = rows.flatMap((row) => {
      const current = known
        .get(row.values.code ?? '')
        ?.find((v) => v.code === row.values.code && holdsOn(v, row.values.validFrom ?? ctx.today()))
      return row.plan.verdict === 'changed' && current ? [{ row, current }] : []
    })
    await store.closeVersions(
      ctx.db,
      renamed.map(({ row, current }) => ({ unitId: current.unitId, on: row.values.validFrom ?? '' })),
    )
    await store.insertVersions(
      ctx.db,
      renamed.map(({ row: { values }, current }) => {
        const kind = kindOfUnit(values.kind ?? null, values.name ?? '', current.code) ?? 'rural-commune'
        const name = fullNameOfUnit(values.name ?? '', kind)
        const level = territorialKinds[kind].level
        return {
          ...current,
          id: ctx.newId(),
          name,
          shortName: values.shortName ?? name,
          kind,
          level,
          validFrom: values.validFrom ?? null,
          act: values.act ?? null,
        }
      }),
    )
    traces.push(
      ...renamed.map(({ row, current }): Trace => {
        const before = { on: row.values.validFrom ?? '', until: current.validUntil }
        return { no: row.no, relation: 'organization.unit', recordId: current.unitId, act: 'changed', before }
      }),
    )
    return traces
  },
  async finish(ctx, traces) {
    await keepInvariants(ctx, new Set(traces.map((t) => t.recordId)))
    await store.rebuildScope(ctx.db)
  },
  async undo(ctx, traces) {
    const made = traces.filter((t) => t.act === 'made').map((t) => t.recordId)
    const used: { recordId: string; why: string }[] = []
    await ctx.announce('organization.unit.withdrawing', { ids: made, used })
    const why = ctx.kernel.translate(ctx.lang, 'organization.importHasBelow')
    used.push(...(await store.findWithOthersBelow(ctx.db, made)).map((recordId) => ({ recordId, why })))
    if (used.length > 0) return used
    await store.deleteUnits(ctx.db, made)
    await store.reopenVersions(
      ctx.db,
      traces.flatMap((t) =>
        t.act === 'changed' ? [{ unitId: t.recordId, ...(t.before as { on: string; until: string | null }) }] : [],
      ),
    )
    await store.rebuildScope(ctx.db)
    return []
  },
})

function codesOf(rows: readonly ImportRow[]): string[] {
  return [
    ...new Set(rows.flatMap(({ values }) => [values.code, values.parentCode, values.topCode].filter((c): c is string => !!c))),
  ]
}

function byCode(versions: Known[]): Map<string, Known[]> {
  const codes = new Map<string, Known[]>()
  const ofUnit = new Map<string, Known[]>()
  for (const v of versions) ofUnit.set(v.unitId, [...(ofUnit.get(v.unitId) ?? []), v])
  for (const v of versions) codes.set(v.code, [...new Set([...(codes.get(v.code) ?? []), ...(ofUnit.get(v.unitId) ?? [])])])
  return codes
}

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code: `organization.${code}`, params }] }
}

/** A unit that is there already: the same, or renamed from the day of the list by an act. */
function planKnown(values: RowValues, name: string, current: Known, versions: Known[]): RowPlan {
  if (sameText(current.name.toLowerCase(), name.toLowerCase())) return { verdict: 'same', recordId: current.unitId }
  if (!values.act || !values.validFrom) return refused('name', 'importNeedsAct', { code: current.code, name: current.name })
  const decision = decideRename(versions, values.validFrom)
  if (!decision.ok) {
    const why = { 'not-in-existence': 'notInExistence', 'starts-same-day': 'startsSameDay', 'later-version': 'laterVersion' }[
      decision.why
    ]
    return refused('validFrom', why, { from: values.validFrom })
  }
  return { verdict: 'changed', recordId: current.unitId, changes: { name: [current.name, name] } }
}
