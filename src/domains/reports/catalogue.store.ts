import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { type Check, deriveChecks, readChecks } from '#engines/indicators/index.ts'
import { assetPath } from '#kernel/assets.ts'
import { readCodeList } from '#kernel/codelists.ts'
import { refuse } from '#kernel/errors.ts'
import type { CatalogueFigure } from './figure.rules.ts'

const DefinitionRow = z.object({
  id: z.string().min(1),
  section: z.string(),
  title_vi: z.string().min(1),
  title_en: z.string().min(1),
  unit: z.string(),
  parent_id: z.string(),
  relation: z.string(),
  numerator: z.string(),
  denominator: z.string(),
  module: z.string(),
  kind: z.string().min(1),
})

export interface Catalogue {
  figures: CatalogueFigure[]
  byId: Map<string, CatalogueFigure>
  checks: Check[]
}

let catalogue: Catalogue | undefined

/** The catalogue of figures with the checks between them; read and verified once. */
export function figureCatalogue(): Catalogue {
  catalogue ??= readCatalogue()
  return catalogue
}

/** One figure of the catalogue. @throws Refusal `kernel.notFound` for an id that is not in it. */
export function catalogueFigure(id: string): CatalogueFigure {
  const figure = figureCatalogue().byId.get(id)
  if (!figure) throw refuse.notFound({ what: 'figure' })
  return figure
}

function readCatalogue(): Catalogue {
  const units = new Map(
    readCodeList(
      assetPath('domains/reports/data/units-of-count.csv'),
      z.object({ code: z.string(), label_vi: z.string(), label_en: z.string() }),
    ).map((u) => [u.code, { vi: u.label_vi, en: u.label_en }]),
  )
  const figures = readCodeList(assetPath('domains/reports/data/figures.csv'), DefinitionRow).map((r) => {
    const unitLabel = units.get(r.unit)
    if (!unitLabel) throw new Error(`figures.csv: ${r.id}: unknown unit of count ${r.unit}`)
    return {
      id: r.id,
      section: r.section,
      title: { vi: r.title_vi, en: r.title_en },
      unit: r.unit,
      unitLabel,
      ...(r.parent_id ? { parentId: r.parent_id } : {}),
      ...(r.relation ? { relation: r.relation } : {}),
      ...(r.numerator ? { numerator: r.numerator } : {}),
      ...(r.denominator ? { denominator: r.denominator } : {}),
      module: r.module,
      kind: r.kind,
    }
  })
  const extra = readChecks(parseYaml(readFileSync(assetPath('domains/reports/data/checks.yaml'), 'utf8')), figures)
  return { figures, byId: new Map(figures.map((f) => [f.id, f])), checks: [...deriveChecks(figures), ...extra] }
}
