import type { FileKind } from './file.rules.ts'

/** What a preview is asked of. */
export interface PreviewSource {
  kind: FileKind
  mediaType: string
}

const images = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/tiff', 'image/avif'])
const documents = new Set([
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-word.document.macroenabled.12',
])
const workbooks = new Set([
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel.sheet.macroenabled.12',
])

/** How a content is looked at; null for what there is no preview of. */
export type PreviewWay = 'pdf' | 'image' | 'document' | 'workbook' | 'old-workbook' | 'table' | 'text'

export function previewWay({ kind, mediaType }: PreviewSource): PreviewWay | null {
  if (kind === 'pdf') return 'pdf'
  if (kind === 'image') return images.has(mediaType) ? 'image' : null
  if (documents.has(mediaType)) return 'document'
  if (workbooks.has(mediaType)) return 'workbook'
  if (mediaType === 'application/vnd.ms-excel') return 'old-workbook'
  if (kind === 'table') return 'table'
  return kind === 'text' || kind === 'xml' ? 'text' : null
}

const widths = [160, 320, 640, 960, 1280, 1600, 2000]

/** Pictures are made in few widths, so that each is made once: the next one that is wide enough. */
export function previewWidth(asked: number): number {
  return widths.find((width) => width >= asked) ?? 2000
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const plainTags = new Set(
  'p br h1 h2 h3 h4 h5 h6 strong em b i u s sub sup ul ol li table thead tbody tr th td blockquote pre code hr a img caption dl dt dd div span'.split(
    ' ',
  ),
)
const lone = new Set(['br', 'hr', 'img'])

/**
 * Markup with nothing in it that acts: known tags, no attributes but the span of table cells, links to web pages, and pictures that lie
 * in the markup itself.
 */
export function plainHtml(markup: string): string {
  return markup.replace(
    /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>|<|>/g,
    (whole, slash?: string, name?: string, rest = '') => {
      if (name === undefined) return whole === '<' ? '&lt;' : whole === '>' ? '&gt;' : ''
      const tag = name.toLowerCase()
      if (!plainTags.has(tag)) return ''
      if (slash) return lone.has(tag) ? '' : `</${tag}>`
      const kept = keptAttributes(tag, String(rest))
      return tag === 'img' && !kept ? '' : `<${tag}${kept}>`
    },
  )
}

function keptAttributes(tag: string, rest: string): string {
  const value = (name: string) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`, 'i').exec(rest)?.[1]
  if (tag === 'td' || tag === 'th') {
    return ['colspan', 'rowspan']
      .map((name) => [name, value(name)] as const)
      .filter(([, span]) => /^\d{1,3}$/.test(span ?? ''))
      .map(([name, span]) => ` ${name}="${span}"`)
      .join('')
  }
  if (tag === 'a') {
    const to = value('href') ?? ''
    return /^https?:\/\/[^\s<>"']+$/i.test(to) ? ` href="${to}" rel="noopener noreferrer nofollow" target="_blank"` : ''
  }
  if (tag === 'img') {
    const from = value('src') ?? ''
    return /^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/.test(from) ? ` src="${from}" alt=""` : ''
  }
  return ''
}

/** A page of its own for markup: readable, in the colours of the reader's system, taking nothing from anywhere. */
export function htmlPage(content: string): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark }
body { font: 15px/1.6 system-ui, sans-serif; margin: 16px; color: CanvasText; background: Canvas; overflow-wrap: break-word }
table { border-collapse: collapse; font-size: 13px } td, th { overflow-wrap: normal; border: 1px solid GrayText; padding: 3px 8px; vertical-align: top; text-align: left }
img { max-width: 100% } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; margin: 0 } .more { color: GrayText }
</style></head><body>${content}</body></html>`
}

/** Rows as a table; what is beyond is told by dots. */
export function htmlTable(rows: string[][], cut: boolean): string {
  const width = Math.max(1, ...rows.map((row) => row.length))
  const cells = (row: string[]) => Array.from({ length: width }, (_, at) => `<td>${escapeHtml(row[at] ?? '')}</td>`).join('')
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join('')
  return `<table>${body}</table>${cut ? '<p class="more">…</p>' : ''}`
}
