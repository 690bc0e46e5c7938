import { z } from 'zod'
import { type Check, CheckDefinition, DERIVED, type FigureDefinitionForCheck, figuresOf } from './checks.rules.ts'

/** Which checks there are: those the definitions of the figures imply, and those written down as data. */

/** The checks that the definitions imply. Figures that are no statistics (identifiers, ordinals, events) are not counted. */
export function deriveChecks(definitions: readonly FigureDefinitionForCheck[]): Check[] {
  const known = new Map(definitions.map((definition) => [definition.id, definition]))
  const checks: CheckDefinition[] = []
  const from = (id: string, severity: 'A' | 'B', vi: string, en: string) => ({ id, severity, source: DERIVED, title: { vi, en } })

  const groups = new Map<string, { whole: string; relation: string; children: FigureDefinitionForCheck[] }>()
  for (const child of definitions) {
    const relation = child.relation ?? ''
    if (!child.parentId || !known.has(child.parentId) || !(relation.startsWith('part') || relation === 'item')) continue
    const key = `${child.parentId} ${relation}`
    const group = groups.get(key) ?? { whole: child.parentId, relation, children: [] }
    group.children.push(child)
    groups.set(key, group)
  }
  for (const { whole, relation, children } of groups.values()) {
    const ids = children.map((child) => child.id)
    const title = known.get(whole)?.title ?? { vi: whole, en: whole }
    if (relation === 'item') {
      const words = from(
        `item-group:${whole}`,
        'A',
        `Đủ số phần tử của “${title.vi}”`,
        `All elements of “${title.en}” are listed`,
      )
      checks.push({ ...words, kind: 'item-group', whole, items: ids })
    } else {
      const id = `sum:${whole}${relation.slice('part'.length)}`
      const words = from(id, 'A', `Các phần của “${title.vi}” cộng lại bằng tổng`, `The parts of “${title.en}” add up`)
      checks.push({ ...words, kind: 'sum', whole, parts: ids, rounded: children.every(isPercent) })
    }
  }

  for (const { id, title, relation, parentId, numerator, denominator, ...definition } of definitions) {
    if (relation === 'ratio' && numerator && denominator) {
      const words = from(`ratio:${id}`, 'A', `“${title.vi}” khớp với tử số và mẫu số`, `“${title.en}” agrees with its terms`)
      checks.push({ ...words, kind: 'ratio', figure: id, numerator, denominator, scale: isPercent(definition) ? 100 : 1 })
    }
    if (relation === 'of-which' && parentId && known.has(parentId)) {
      const words = from(`at-most:${id}`, 'A', `“${title.vi}” không lớn hơn toàn bộ`, `“${title.en}” is not above its whole`)
      checks.push({ ...words, kind: 'at-most', smaller: id, larger: parentId })
      const names = from(
        `subset:${id}`,
        'A',
        `Phần tử của “${title.vi}” thuộc toàn bộ`,
        `The elements of “${title.en}” belong to its whole`,
      )
      checks.push({ ...names, kind: 'subset', part: id, whole: parentId, ignore: [] })
    }
    if (relation === 'dup' && numerator) {
      const words = from(
        `same:${id}`,
        'A',
        `“${title.vi}” ghi giống nhau ở mọi nơi`,
        `“${title.en}” is the same wherever it stands`,
      )
      checks.push({ ...words, kind: 'same', figures: [numerator, id] })
    }
    const { kind } = definition
    if (isPercent(definition) || ['count', 'measure', 'money', 'score', 'target'].includes(kind)) {
      const words = from(`range:${id}`, 'B', `“${title.vi}” là giá trị có thể có`, `“${title.en}” is a possible value`)
      const max = isPercent(definition) ? 100 : undefined
      checks.push({ ...words, kind: 'range', figures: [id], min: 0, max, whole: kind === 'count' && !isPercent(definition) })
    }
    if (['count', 'measure', 'money', 'target'].includes(kind) && !isPercent(definition)) {
      const words = from(`items:${id}`, 'A', `“${title.vi}” khớp với danh sách`, `“${title.en}” agrees with its list`)
      checks.push({ ...words, kind: 'items', figures: [id], complete: true, weighed: kind === 'measure' || kind === 'money' })
    }
  }
  checks.push({ ...from('date', 'B', 'Ngày tháng có thật', 'Dates exist'), kind: 'date' })
  return checks.map((check) => placed(check, known))
}

/**
 * The checks of a parsed YAML document (a list).
 * @throws Error naming every field that is wrong, every id used twice and every figure no definition knows.
 */
export function readChecks(document: unknown, definitions: readonly FigureDefinitionForCheck[]): Check[] {
  const checks = z.array(CheckDefinition).parse(document)
  const known = new Map(definitions.map((definition) => [definition.id, definition]))
  const wrong = checks.flatMap((check, at) => [
    ...(checks.findIndex((other) => other.id === check.id) < at ? [`${check.id}: id used twice`] : []),
    ...figuresOf(check)
      .filter((id) => !known.has(id))
      .map((id) => `${check.id}: unknown figure ${id}`),
  ])
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  return checks.map((check) => placed(check, known))
}

/** The checks that hold for a period: those of every period and its own. */
export function checksOfPeriod(checks: readonly Check[], period: string): Check[] {
  return checks.filter((check) => check.period === undefined || check.period === period)
}

function isPercent(definition: { unit: string; kind: string }): boolean {
  return definition.unit === 'percent' || definition.kind === 'percent'
}

function placed(check: CheckDefinition, known: ReadonlyMap<string, FigureDefinitionForCheck>): Check {
  const ids = check.kind === 'date' && !check.figures ? [...known.keys()] : figuresOf(check)
  const places = ids.flatMap((id) => {
    const definition = known.get(id)
    return definition ? [[id, { title: definition.title, section: definition.section }] as const] : []
  })
  return { ...check, places: Object.fromEntries(places) }
}
