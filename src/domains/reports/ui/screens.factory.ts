import type { DocumentModel } from '#engines/indicators/document.contract.ts'
import type { ReportTemplate } from '#engines/indicators/template.contract.ts'
import { vi } from 'vitest'
import type { FigureDetail, FigureRecord, FigureRow, Finding } from '../figure.contract.ts'
import type { Edition, Report, Template } from '../report.contract.ts'
import { reportsWords } from '../reports.words.ts'

/** Words of this domain as tests of screens take them. */
export const words = { vi: { reports: reportsWords.vi }, en: { reports: reportsWords.en } }

/** Everything a report writer may do. */
export const writerMay = ['readFigure', 'typeFigure', 'readReport', 'editTemplate', 'draftEdition', 'checkEdition'].map(
  (name) => `reports.${name}`,
)

/** A computed figure of persons. */
export function aFigure(more: Partial<FigureRow> = {}): FigureRow {
  return {
    id: 'F34d-03',
    section: '1.II.3.4.d',
    title: { vi: 'Số người được đánh giá', en: 'Persons rated' },
    unit: 'person',
    unitLabel: { vi: 'người', en: 'persons' },
    kind: 'count',
    module: 'evaluation',
    parentId: null,
    relation: null,
    value: '26012',
    qualifier: 'exact',
    source: 'computed',
    status: 'ok',
    former: '25863',
    ...more,
  }
}

export function aFigureDetail(more: Partial<FigureDetail> = {}): FigureDetail {
  return {
    ...aFigure(),
    basis: { vi: 'Mỗi kết quả xếp loại tính một lần', en: 'Each rating once' },
    measure: 'count',
    columns: [
      { key: 'name', title: { vi: 'Họ và tên', en: 'Name' }, type: 'text' },
      { key: 'on', title: { vi: 'Ngày', en: 'Date' }, type: 'date' },
    ],
    terms: [],
    breakdowns: [
      {
        id: 'level',
        title: { vi: 'Theo mức', en: 'By level' },
        groups: [
          { key: 'TOT', label: 'Hoàn thành tốt', value: '26000' },
          { key: 'HT', label: 'Hoàn thành', value: '12' },
        ],
        complete: true,
      },
    ],
    inUnits: false,
    findings: [],
    evidence: null,
    periods: [
      { period: '2021', value: '25863' },
      { period: '2022', value: '26012' },
    ],
    ...more,
  }
}

/** A figure that somebody typed in from a document. */
export function aTypedFigure(more: Partial<FigureDetail> = {}): FigureDetail {
  return aFigureDetail({
    id: 'F32b-01',
    title: { vi: 'Số mét tài liệu', en: 'Metres of documents' },
    unit: 'shelf-metre',
    unitLabel: { vi: 'mét giá', en: 'shelf metres' },
    kind: 'measure',
    value: '914.5',
    source: 'typed',
    former: '900',
    measure: 'typed',
    breakdowns: [],
    evidence: {
      document: 'Báo cáo 120/BC-SNV',
      place: 'trang 4',
      page: null,
      file: null,
      note: null,
      printed: '914,5 mét',
      by: 'Trần Thị Bình',
      at: '2026-11-20T03:00:00Z',
    },
    ...more,
  })
}

export function aFinding(more: Partial<Finding> = {}): Finding {
  return {
    checkId: 'sum:F34c-01',
    kind: 'sum',
    severity: 'A',
    figures: ['F34d-03'],
    places: ['1.II.3.4.d'],
    expected: '4.966',
    found: '4.957',
    numbers: [{ label: 'Cộng các phần', value: 4966 }],
    message: {
      vi: 'Tổng ghi 4.957, nhưng cộng các phần được 4.966.',
      en: 'The total states 4,957, but its parts add up to 4,966.',
    },
    ...more,
  }
}

export function aRecord(number: number): FigureRecord {
  return { id: `r${number}`, open: `/con-nguoi/p${number}`, cells: { name: `Nguyễn Văn ${number}`, on: '2021-12-07' } }
}

const text = (value: string) => ({ kind: 'text' as const, text: value })

/** A page with a computed, a typed-in and a differing figure, and a footnote that is referred to twice. */
export function aDocumentModel(): DocumentModel {
  return {
    layout: 'party-2018',
    language: 'vi',
    header: { superior: 'Đảng ủy Khối', issuer: 'Đảng ủy Sở Nội vụ', number: '315-BC/ĐU', place: 'Hưng Yên', date: '2022-12-20' },
    type: 'Báo cáo',
    summary: 'Kết quả năm 2022',
    addressees: ['Đảng ủy Khối'],
    blocks: [
      { kind: 'heading', id: 'h1', level: 1, number: 'I-', runs: [text('Đánh giá')] },
      {
        kind: 'paragraph',
        id: 'p1',
        runs: [
          text('Có '),
          { kind: 'figure', figureId: 'F34d-03', text: '26.012', source: 'computed', status: 'ok' },
          text(' người'),
          { kind: 'footnote', number: 1 },
          text(' và '),
          { kind: 'figure', figureId: 'F32b-01', text: '914,5', source: 'typed', status: 'ok' },
          text(' mét; '),
          { kind: 'figure', figureId: 'F34c-01', text: '4.957', source: 'typed', status: 'differs' },
          text(' lượt'),
          { kind: 'footnote', number: 1 },
        ],
      },
    ],
    footnotes: [{ number: 1, runs: [text('Chi tiết tại phụ lục.')] }],
    recipients: ['Như trên', 'Lưu: VT'],
    signature: { authority: ['T/M Đảng ủy'], post: 'Bí thư', name: 'Cù Trọng Khang' },
  }
}

export function aTemplateBody(): ReportTemplate {
  return {
    id: 'annual-party-report',
    title: { vi: 'Báo cáo năm', en: 'Yearly report' },
    layout: 'party-2018',
    header: { superior: 'Đảng ủy Khối', issuer: 'Đảng ủy Sở', symbol: 'BC/ĐU', place: 'Hưng Yên' },
    type: 'Báo cáo',
    summary: 'Kết quả năm {{year}}',
    addressees: [],
    recipients: [],
    signature: { authority: [], post: '', name: '' },
    blocks: [
      { kind: 'heading', id: 'h1', level: 1, number: 'I-', text: 'Đánh giá' },
      {
        kind: 'paragraph',
        id: 'p1',
        sentences: [
          { kind: 'sentence', text: 'Có {F34d-03} người.' },
          { kind: 'free', text: 'Nhìn chung tốt.', author: 'Văn phòng' },
        ],
      },
    ],
    footnotes: { fn1: [{ kind: 'sentence', text: 'Theo báo cáo.' }] },
  }
}

export function aTemplate(more: Partial<Template> = {}): Template {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    code: 'annual-party-report',
    version: 2,
    status: 'draft',
    revision: 3,
    title: { vi: 'Báo cáo năm', en: 'Yearly report' },
    body: aTemplateBody() as unknown as Record<string, unknown>,
    changedBy: 'Lê Văn Cường',
    changedAt: '2026-11-23T03:00:00Z',
    ...more,
  }
}

export function anEdition(more: Partial<Edition> = {}): Edition {
  return {
    id: '00000000-0000-4000-8000-0000000000e1',
    reportId: 'annual-2022',
    number: 1,
    status: 'draft',
    templateVersion: 2,
    documentNumber: '315-BC/ĐU',
    documentDate: '2022-12-20',
    supersedes: null,
    steps: [{ status: 'draft', by: 'Trần Thị Bình', at: '2026-11-20T03:00:00Z' }],
    ...more,
  }
}

export function aReport(more: Partial<Report> = {}): Report {
  return {
    id: 'annual-2022',
    title: { vi: 'Báo cáo năm 2022', en: 'Yearly report 2022' },
    period: '2022',
    formerPeriod: '2021',
    editions: [anEdition()],
    ...more,
  }
}

/** What was asked of the fake server. */
export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}

/** A refusal as the server sends it. */
export function refused(status: number, code: string, message: string, data: unknown = {}): Response {
  return Response.json({ defined: false, code, status, message, data }, { status })
}

/**
 * Answers the screens' questions in place of the server, by `METHOD /path` below `/api/reports`. What is not named is refused, so that a
 * test sees every question.
 */
export function fakeServer(answers: Record<string, (asked: Asked) => unknown>): { asked: Asked[] } {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (input: Request) => {
    const url = new URL(input.url)
    const path = url.pathname.replace(/^\/api\/reports/, '')
    const text = await input.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    const question = { method: input.method, path, query: url.searchParams, body }
    asked.push(question)
    const answer = answers[`${input.method} ${decodeURIComponent(path)}`]
    if (!answer) return refused(404, 'kernel.notFound', `không có ${input.method} ${path}`)
    const given = answer(question)
    return given instanceof Response ? given : Response.json(given)
  })
  return { asked }
}
