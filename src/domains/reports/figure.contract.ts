import { z } from 'zod'
import { PlaceLevel } from '#domains/organization/place.contract.ts'
import { StoredFile } from '#engines/files/file.contract.ts'
import { HistoryEvent, Id, operation } from '#kernel/contract.ts'
import { ColumnType, ExportFormat, page, Total } from '#kernel/lists.ts'
import { can } from './reports.permissions.ts'

export const Qualifier = z.enum(['exact', 'over', 'about', 'under'])
export const FigureSource = z.enum(['computed', 'typed'])
export const FigureStatus = z.enum(['ok', 'differs', 'missing'])

/** A figure as it stands in catalogue, report and dashboard. */
export const FigureRow = z.object({
  id: z.string(),
  section: z.string(),
  title: z.object({ vi: z.string(), en: z.string() }),
  /** Code of the unit of count and its words. */
  unit: z.string(),
  unitLabel: z.object({ vi: z.string(), en: z.string() }),
  kind: z.string(),
  module: z.string(),
  parentId: z.string().nullable(),
  relation: z.string().nullable(),
  /** Exact decimal as text; null while missing. */
  value: z.string().nullable(),
  qualifier: Qualifier,
  source: FigureSource,
  status: FigureStatus,
  /** Value of the former period, where there is one. */
  former: z.string().nullable(),
})
export type FigureRow = z.infer<typeof FigureRow>

/** What disagrees, with both numbers and the places. */
export const Finding = z.object({
  checkId: z.string(),
  kind: z.string(),
  severity: z.enum(['A', 'B', 'C']),
  figures: z.array(z.string()),
  places: z.array(z.string()),
  expected: z.string(),
  found: z.string(),
  numbers: z.array(z.object({ label: z.string(), value: z.union([z.number(), z.string()]) })),
  message: z.object({ vi: z.string(), en: z.string() }),
})
export type Finding = z.infer<typeof Finding>

export const FigureColumn = z.object({ key: z.string(), title: z.object({ vi: z.string(), en: z.string() }), type: ColumnType })

export const FigureDetail = FigureRow.extend({
  /** What is counted, in words, and the legal or documentary basis. */
  basis: z.object({ vi: z.string(), en: z.string() }),
  measure: z.string(),
  columns: z.array(FigureColumn),
  /** Terms of a ratio or difference, parts of a total: figures that open in turn. */
  terms: z.array(z.object({ role: z.string(), figure: FigureRow })),
  breakdowns: z.array(
    z.object({
      id: z.string(),
      title: z.object({ vi: z.string(), en: z.string() }),
      groups: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
      /** True when the groups sum to the figure. */
      complete: z.boolean(),
    }),
  ),
  /** Whether it can be read by units, as organised then or restated. */
  inUnits: z.boolean(),
  findings: z.array(Finding),
  /** Evidence of a typed-in value. */
  evidence: z
    .object({
      document: z.string(),
      place: z.string(),
      /** The page of the attached document. */
      page: z.number().int().nullable(),
      file: StoredFile.nullable(),
      note: z.string().nullable(),
      printed: z.string().nullable(),
      by: z.string(),
      at: z.string(),
    })
    .nullable(),
  periods: z.array(z.object({ period: z.string(), value: z.string().nullable() })),
})
export type FigureDetail = z.infer<typeof FigureDetail>

/** A figure by units: how it was organised on the last day of its period, or restated to how things are organised on another day. */
export const FigureByUnits = z.object({
  level: PlaceLevel,
  /** Day whose names and places the groups have. */
  on: z.iso.date(),
  restated: z.boolean(),
  groups: z.array(
    z.object({
      unitId: Id,
      code: z.string(),
      name: z.string(),
      /** Exact decimal as text. */
      value: z.string(),
      /** A part came by the share of a divided unit: nobody counted it there. */
      estimate: z.boolean(),
      /** Names the records of this group to `figureRecords`. */
      group: z.string(),
    }),
  ),
  /** What belongs to no such unit for certain, and why. */
  unplaced: z.array(
    z.object({ name: z.string(), value: z.string(), why: z.enum(['shares-unknown', 'ended', 'no-such-place', 'no-unit']) }),
  ),
  value: z.string().nullable(),
  /** Groups and what is unplaced sum to the figure. */
  complete: z.boolean(),
})
export type FigureByUnits = z.infer<typeof FigureByUnits>

/** A record a figure counted: columns as the figure declares them, and where to open it. */
export const FigureRecord = z.object({
  id: z.string(),
  open: z.string().nullable(),
  cells: z.record(z.string(), z.string().nullable()),
})
export type FigureRecord = z.infer<typeof FigureRecord>

const period = z
  .string()
  .regex(/^\d{4}(-\d{2})?(-\d{4})?$/)
  .default('2022')

const byUnits = z.object({
  id: z.string().max(100),
  period,
  level: PlaceLevel.default('body'),
  /** Restated to how things are organised on this day; as organised at the end of the period where absent. */
  restatedTo: z.iso.date().optional(),
})

export const figureContract = {
  listFigures: operation(can.readFigure)
    .route({
      method: 'GET',
      path: '/reports/figures',
      summary: 'All figures of a period with values and checks',
      tags: ['reports'],
    })
    .input(
      z.object({
        period,
        search: z.string().max(200).optional(),
        section: z.string().max(100).optional(),
        module: z.string().max(100).optional(),
        source: FigureSource.optional(),
        status: FigureStatus.optional(),
        /** Only these, comma separated. */
        ids: z.string().max(8000).optional(),
        /** Only those that can be read by units. */
        inUnits: z.enum(['yes']).optional(),
      }),
    )
    .output(z.object({ rows: z.array(FigureRow), total: Total })),
  getFigure: operation(can.readFigure)
    .route({
      method: 'GET',
      path: '/reports/figures/{id}',
      summary: 'One figure: definition, breakdowns, checks, evidence',
      tags: ['reports'],
    })
    .input(z.object({ id: z.string().max(100), period }))
    .output(FigureDetail),
  figureRecords: operation(can.readFigure)
    .route({ method: 'GET', path: '/reports/figures/{id}/records', summary: 'The records a figure counted', tags: ['reports'] })
    .input(
      z.object({
        id: z.string().max(100),
        period,
        after: z.string().max(2000).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        /** Only one group of a breakdown: `breakdown:key`, or of units, as `figureByUnits` names it. */
        group: z.string().max(300).optional(),
      }),
    )
    .output(page(FigureRecord)),
  figureByUnits: operation(can.readFigure)
    .route({
      method: 'GET',
      path: '/reports/figures/{id}/units',
      summary: 'A figure by units: as organised then, or restated to another day',
      tags: ['reports'],
    })
    .input(byUnits)
    .output(FigureByUnits),
  exportFigureByUnits: operation(can.readFigure)
    .route({
      method: 'GET',
      path: '/reports/figures/{id}/units/export',
      summary: 'A figure by units, as Excel, CSV or a Word table',
      tags: ['reports'],
    })
    .input(byUnits.extend({ format: ExportFormat.default('xlsx'), lang: z.enum(['vi', 'en']).default('vi') }))
    .output(z.file()),
  exportFigureRecords: operation(can.readFigure)
    .route({
      method: 'GET',
      path: '/reports/figures/{id}/records/export',
      summary: 'The records a figure counted, as Excel, CSV or a Word table',
      tags: ['reports'],
    })
    .input(
      z.object({
        id: z.string().max(100),
        period,
        group: z.string().max(300).optional(),
        format: ExportFormat.default('xlsx'),
        lang: z.enum(['vi', 'en']).default('vi'),
      }),
    )
    .output(z.file()),
  figureHistory: operation(can.readFigure)
    .route({ method: 'GET', path: '/reports/figures/{id}/history', summary: 'Who typed what for a figure', tags: ['reports'] })
    .input(z.object({ id: z.string().max(100) }))
    .output(z.array(HistoryEvent)),
  typeFigure: operation(can.typeFigure)
    .route({
      method: 'POST',
      path: '/reports/figures/{id}/value',
      summary: 'Type in the value of a figure, with evidence',
      tags: ['reports'],
    })
    .input(
      z.object({
        id: z.string().max(100),
        period,
        /** Exact decimal with a dot. */
        value: z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/),
        qualifier: Qualifier.default('exact'),
        evidenceDocument: z.string().trim().min(1).max(300),
        evidencePlace: z.string().trim().max(300).default(''),
        /** The document itself, uploaded for `reports.evidence`, and the page on which the value stands. */
        evidenceFileId: Id.nullable().default(null),
        evidencePage: z.number().int().min(1).max(100_000).nullable().default(null),
        note: z.string().trim().max(1000).nullable().default(null),
      }),
    )
    .output(FigureRow),
  checkFigures: operation(can.readFigure)
    .route({ method: 'GET', path: '/reports/checks', summary: 'Every disagreement between figures', tags: ['reports'] })
    .input(z.object({ period }))
    .output(z.object({ findings: z.array(Finding), checked: z.number().int() })),
  exportFigures: operation(can.readFigure)
    .route({
      method: 'GET',
      path: '/reports/figures/export',
      summary: 'All figures of a period as Excel, CSV or a Word table',
      tags: ['reports'],
    })
    .input(z.object({ period, format: ExportFormat.default('xlsx'), lang: z.enum(['vi', 'en']).default('vi') }))
    .output(z.file()),
}
