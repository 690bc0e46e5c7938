import type { Ctx } from '#kernel/context.ts'
import { typeFigures, type TypedFigure } from './figure.service.ts'
import { draftEdition, installReport, numberEdition } from './report.service.ts'
import { installTemplate } from './template.service.ts'
import { ReportTemplate } from '#engines/indicators/template.contract.ts'

/** A small template: one paragraph, one footnote. */
export function aTemplate(overrides: Partial<ReportTemplate> = {}): ReportTemplate {
  return ReportTemplate.parse({
    id: 'small-report',
    title: { vi: 'Báo cáo nhỏ', en: 'Small report' },
    layout: 'party-2018',
    header: { superior: 'CẤP TRÊN', issuer: 'CƠ QUAN', symbol: 'BC/CQ', place: 'Hưng Yên' },
    type: 'BÁO CÁO',
    summary: 'Kết quả năm {{year}}',
    addressees: [],
    recipients: [],
    signature: { authority: [], post: '', name: '' },
    blocks: [
      {
        kind: 'paragraph',
        id: 'p',
        sentences: [{ kind: 'sentence', text: 'Có {F33a-40} biên chế, {F34d-03} người được xếp loại[^n].' }],
      },
    ],
    footnotes: { n: [{ kind: 'sentence', text: 'Trong đó {F34d-04} người xuất sắc.' }] },
    ...overrides,
  })
}

/** A typed-in value with its evidence. */
export function aTypedFigure(overrides: Partial<TypedFigure> = {}): TypedFigure {
  return {
    id: 'F33a-40',
    period: '2022',
    value: '1655',
    qualifier: 'exact',
    evidenceDocument: 'Báo cáo thử',
    evidencePlace: 'trang 1',
    note: null,
    ...overrides,
  }
}

/** A report of 2022 upon the small template, with a drafted edition, numbered unless told otherwise. */
export async function aReport(ctx: Ctx, numbered = true): Promise<{ reportId: string; editionId: string }> {
  const template = aTemplate()
  await installTemplate(ctx, template)
  await installReport(ctx, {
    id: 'small-2022',
    templateCode: template.id,
    title: template.title,
    period: '2022',
    periodFrom: '2022-01-01',
    periodUntil: '2023-01-01',
    formerPeriod: '2021',
    parameters: { year: 2022, province: 'Hưng Yên', unit: 'Sở', committee: 'Đảng ủy', bloc: 'Khối' },
  })
  await typeFigures(ctx, [aTypedFigure()])
  const edition = await draftEdition(ctx, 'small-2022')
  if (numbered) await numberEdition(ctx, { editionId: edition.id, documentNumber: '01-BC/CQ', documentDate: '2022-12-20' })
  return { reportId: 'small-2022', editionId: edition.id }
}
