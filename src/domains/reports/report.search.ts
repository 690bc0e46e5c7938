import { findIn } from '#kernel/search/search.rules.ts'
import type { SearchSource } from '#kernel/search/search.service.ts'
import { figureCatalogue } from './catalogue.store.ts'
import { listReports } from './report.service.ts'
import { can } from './reports.permissions.ts'

/** Figures by id or title. */
const figures: SearchSource = {
  kind: 'reports.figure',
  title: 'reports.figures',
  permission: can.readFigure,
  order: 30,
  find: (ctx, query, limit) =>
    Promise.resolve(
      findIn(
        query,
        figureCatalogue().figures,
        (f) => [f.id, f.title[ctx.lang], f.title.vi],
        (f) => ({ id: f.id, title: f.title[ctx.lang], subtitle: f.id, link: `/chi-so?figure=${f.id}` }),
        limit,
      ),
    ),
}

/** Reports by title or period, editions by the number of their document. */
const reports: SearchSource = {
  kind: 'reports.report',
  title: 'reports.list.title',
  permission: can.readReport,
  order: 25,
  find: async (ctx, query, limit) => {
    const all = await listReports(ctx)
    const rows = all.flatMap((report) => [
      {
        id: report.id,
        title: report.title[ctx.lang],
        subtitle: report.period,
        texts: [report.title[ctx.lang], report.period],
        link: `/bao-cao/${report.id}`,
      },
      ...report.editions.flatMap((e) =>
        e.documentNumber
          ? [
              {
                id: e.id,
                title: e.documentNumber,
                subtitle: report.title[ctx.lang],
                texts: [e.documentNumber],
                link: `/bao-cao/${report.id}?edition=${e.id}`,
              },
            ]
          : [],
      ),
    ])
    return findIn(
      query,
      rows,
      (r) => r.texts,
      ({ texts: _, ...hit }) => hit,
      limit,
    )
  },
}

export const reportSearch = [reports, figures]
