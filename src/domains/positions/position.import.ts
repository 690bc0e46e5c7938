import { asRefusal } from '#kernel/operations.ts'
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowPlan,
  type RowValues,
  type Trace,
} from '#kernel/imports/import-kind.ts'
import { positionGroups, type PositionGroup } from './position.rules.ts'
import { addPositions, correctPosition, getPosition, rankKnown } from './position.service.ts'
import * as store from './position.store.ts'
import { can } from './positions.permissions.ts'
import { positionsWords } from './positions.words.ts'

const { vi, en } = positionsWords
type Word = 'number' | 'code' | 'name' | 'group' | 'rank' | 'description' | 'competences' | 'products' | 'document'
const words = (key: Word) => ({ vi: vi[key], en: en[key] })
const groupSynonyms: Record<PositionGroup, string[]> = {
  leadership: ['Lãnh đạo quản lý', 'LĐQL', 'Nhóm lãnh đạo, quản lý'],
  specialised: ['Chuyên ngành', 'Nghiệp vụ chuyên ngành', 'Chuyên môn nghiệp vụ'],
  shared: ['Dùng chung', 'Chuyên môn dùng chung'],
  support: ['Hỗ trợ phục vụ', 'Phục vụ'],
}

/** Positions of catalogue decisions that are recorded already. */
export const positionImport = defineImport({
  name: 'positions',
  words: { vi: vi.importPositions, en: en.importPositions },
  about: { vi: vi.importPositionsAbout, en: en.importPositionsAbout },
  permission: can.changePosition,
  everywhere: true,
  relations: ['positions.position'],
  see: getPosition,
  fields: [
    {
      name: 'number',
      words: words('document'),
      type: 'text',
      required: true,
      max: 100,
      synonyms: ['Số quyết định', 'Quyết định', 'Số QĐ'],
      example: '386/QĐ-SNV',
    },
    {
      name: 'code',
      words: words('code'),
      type: 'code',
      required: true,
      max: 40,
      synonyms: ['Mã vị trí', 'Mã VTVL'],
      example: 'CCX-01',
    },
    {
      name: 'name',
      words: words('name'),
      type: 'text',
      required: true,
      max: 200,
      synonyms: ['Vị trí việc làm', 'Tên vị trí việc làm', 'Tên VTVL', 'Vị trí'],
      example: 'Văn phòng - thống kê',
    },
    {
      name: 'group',
      words: words('group'),
      type: 'choice',
      required: true,
      grouped: true,
      synonyms: ['Nhóm vị trí', 'Nhóm vị trí việc làm', 'Loại'],
      choices: positionGroups.map((value) => ({
        value,
        words: { vi: vi.groups[value], en: en.groups[value] },
        synonyms: groupSynonyms[value],
      })),
      example: 'Nghiệp vụ chuyên ngành',
    },
    {
      name: 'rank',
      words: words('rank'),
      type: 'text',
      max: 40,
      synonyms: ['Ngạch', 'Mã ngạch', 'Chức danh nghề nghiệp'],
      example: '01.003',
    },
    {
      name: 'description',
      words: words('description'),
      type: 'text',
      max: 4000,
      synonyms: ['Mô tả', 'Mô tả công việc', 'Nhiệm vụ'],
    },
    {
      name: 'competences',
      words: words('competences'),
      type: 'text',
      max: 4000,
      synonyms: ['Năng lực', 'Yêu cầu năng lực'],
      example: 'Soạn thảo văn bản: 3; Giao tiếp: 2',
    },
    {
      name: 'products',
      words: words('products'),
      type: 'text',
      max: 4000,
      synonyms: ['Sản phẩm', 'Kết quả đầu ra'],
      example: 'Báo cáo | báo cáo | 1,5',
    },
  ],
  fromTitles(titles) {
    const number = titles.map((title) => /(?:quyết định|QĐ)\s+số\s*:?\s*(\d+[^\s),;]*)/iu.exec(title)?.[1]).find(Boolean)
    return number ? { number } : {}
  },
  keyOf: ({ code }) => code ?? null,
  async plan(ctx, rows) {
    const catalogues = await store.findCatalogueNumbered(ctx.db, [...new Set(rows.map((r) => r.values.number ?? ''))])
    const known = await store.findByCodes(
      ctx.db,
      rows.map((r) => r.values.code ?? ''),
      '0001-01-01',
    )
    const plans: RowPlan[] = []
    for (const { values } of rows) plans.push(await planRow(values))
    return plans

    async function planRow(values: RowValues): Promise<RowPlan> {
      const number = values.number ?? ''
      const found = catalogues.filter((c) => c.number === number)
      const [catalogue] = found
      if (!catalogue) return refused('number', 'positions.importCatalogueUnknown', { number })
      if (found.length > 1) return refused('number', 'positions.importCatalogueSeveral', { number })
      if (values.rank && !(await rankKnown(ctx, values.rank, catalogue.validFrom)))
        return refused('rank', 'positions.importRankUnknown', { code: values.rank })
      const other = known.find(
        (p) =>
          p.code === values.code &&
          p.catalogueId !== catalogue.id &&
          (p.validUntil === null || p.validUntil > catalogue.validFrom),
      )
      if (other) return refused('code', 'positions.importCodeTaken', { code: other.code, name: other.name, number: other.number })
      const own = known.find((p) => p.code === values.code && p.catalogueId === catalogue.id)
      if (!own) return { verdict: 'made' }
      const [before, after] = [shownOf(await getPosition(ctx, own.id)), shown(values)]
      // What a row does not say takes nothing away.
      const changed = Object.keys(after).filter((key) => after[key] !== null && after[key] !== before[key])
      return changed.length === 0
        ? { verdict: 'same', recordId: own.id }
        : {
            verdict: 'changed',
            recordId: own.id,
            changes: Object.fromEntries(changed.map((key) => [key, [before[key] ?? null, after[key] ?? null]])),
          }
    }
  },
  async commit(ctx, rows) {
    const traces: Trace[] = []
    const made = rows.filter((r) => r.plan.verdict === 'made')
    for (const number of new Set(made.map((r) => r.values.number ?? ''))) {
      const own = made.filter((r) => r.values.number === number)
      const [catalogue] = await store.findCatalogueNumbered(ctx.db, [number])
      const ids = await addPositions(
        ctx,
        catalogue?.id ?? '',
        own.map(({ values }) => factsOf(values)),
      )
      traces.push(
        ...own.map(({ no }, at): Trace => ({ no, relation: 'positions.position', recordId: ids[at] ?? '', act: 'made' })),
      )
    }
    for (const row of rows) {
      if (row.plan.verdict !== 'changed') continue
      const before = await getPosition(ctx, row.plan.recordId)
      await correctPosition(ctx, { ...over(before, row), id: before.id })
      traces.push({ no: row.no, relation: 'positions.position', recordId: before.id, act: 'changed', before: { ...before } })
    }
    return traces
  },
  async undo(ctx, traces) {
    const made = traces.filter((t) => t.act === 'made').map((t) => t.recordId)
    const used = await store.findUsed(ctx.db, made, null)
    if (used.length > 0)
      return used.map(({ id }) => ({ recordId: id, why: ctx.kernel.translate(ctx.lang, 'positions.importUses') }))
    await store.deletePositions(ctx.db, made)
    for (const { recordId, before } of traces.filter((t) => t.act === 'changed')) {
      const was = before as unknown as Parameters<typeof over>[0]
      try {
        await correctPosition(ctx, { ...over(was), id: recordId })
      } catch (error) {
        return [{ recordId, why: asRefusal(error)?.code ?? '' }]
      }
    }
    return []
  },
})

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code, params }] }
}

type Recorded = Awaited<ReturnType<typeof getPosition>>

const parts = (text: string | null | undefined) =>
  (text ?? '')
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)

/** `Tên: mức; ...` and `Tên | đơn vị tính | hệ số; ...`, as the template shows. */
export const readCompetences = (text: string | null | undefined) =>
  parts(text).map((part) => {
    const [, name = part, level = ''] = /^(.*?)\s*[:|]\s*([^:|]+)$/.exec(part) ?? []
    return { name, level: level || '1' }
  })
export const readProducts = (text: string | null | undefined) =>
  parts(text).map((part) => {
    const [name = '', unit = '', coefficient = ''] = part.split('|').map((each) => each.trim())
    const number = Number(coefficient.replace(',', '.'))
    return { name, unit: unit || name.toLowerCase(), coefficient: coefficient && number > 0 ? number : null }
  })
const writeCompetences = (rows: { name: string; level: string }[]) => rows.map((r) => `${r.name}: ${r.level}`).join('; ') || null
const writeProducts = (rows: { name: string; unit: string; coefficient: string | number | null }[]) =>
  rows
    .map((r) => [r.name, r.unit, ...(r.coefficient === null ? [] : [String(r.coefficient).replace('.', ',')])].join(' | '))
    .join('; ') || null

function factsOf(values: RowValues) {
  return {
    code: values.code ?? '',
    name: values.name ?? '',
    group: values.group as PositionGroup,
    rankCode: values.rank ?? null,
    description: values.description ?? null,
    competences: readCompetences(values.competences),
    products: readProducts(values.products),
  }
}

const shown = (values: RowValues): RowValues => {
  const { name, group, rankCode, description, competences, products } = factsOf(values)
  return {
    ...{ name, group, rank: rankCode, description },
    competences: writeCompetences(competences),
    products: writeProducts(products),
  }
}
const shownOf = ({ name, group, rankCode, description, competences, products }: Recorded): RowValues => ({
  ...{ name, group, rank: rankCode, description },
  competences: writeCompetences(competences),
  products: writeProducts(products),
})

/** What is recorded with what the row says over it; a row that says nothing takes nothing away. */
function over(recorded: Recorded, row?: ImportRow) {
  const { code, name, group, rankCode, description, competences } = recorded
  const products = recorded.products.map((p) => ({ ...p, coefficient: p.coefficient === null ? null : Number(p.coefficient) }))
  const was = { code, name, group, rankCode, description, competences, products }
  if (!row) return was
  const said = factsOf(row.values)
  return {
    ...was,
    name: said.name || name,
    group: said.group,
    rankCode: said.rankCode ?? rankCode,
    description: said.description ?? description,
    competences: said.competences.length > 0 ? said.competences : competences,
    products: said.products.length > 0 ? said.products : products,
  }
}
