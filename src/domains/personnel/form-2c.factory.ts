import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'

/** A page as an office program sets it: what it says, its size in points, and how it looks, in grey. */
export interface SetPage {
  text: string
  width: number
  height: number
  png: Buffer
}

/** The path of LibreOffice; null where there is none. */
export function officeOrNull(): string | null {
  for (const name of ['soffice', 'libreoffice'])
    for (const folder of (process.env.PATH ?? '').split(':'))
      if (folder && existsSync(join(folder, name))) return join(folder, name)
  return null
}

/**
 * The pages LibreOffice makes of a Word file. It is given one family of letters, the one in the project: every machine sets the same lines,
 * whatever is installed on it.
 */
export async function setByOffice(office: string, docx: Uint8Array): Promise<SetPage[]> {
  const folder = mkdtempSync(join(tmpdir(), 'noivu-set-'))
  try {
    const fonts = dirname(
      dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf')),
    )
    writeFileSync(
      join(folder, 'fonts.conf'),
      `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${folder}/fonts</cachedir>
        <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias></fontconfig>`,
    )
    writeFileSync(join(folder, 'set.docx'), docx)
    execFileSync(
      office,
      [
        '--headless',
        `-env:UserInstallation=file://${folder}/profile`,
        '--convert-to',
        'pdf',
        '--outdir',
        folder,
        join(folder, 'set.docx'),
      ],
      { timeout: 120_000, stdio: 'ignore', env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') } },
    )
    const library = await PDFiumLibrary.init()
    const document = await library.loadDocument(readFileSync(join(folder, 'set.pdf')))
    const pages: SetPage[] = []
    for (let n = 0; n < document.getPageCount(); n++) {
      const page = document.getPage(n)
      const { originalWidth: width, originalHeight: height } = page.getOriginalSize()
      const text = page.getText()
      const drawn = await page.render({ scale: 1 })
      const png = await sharp(drawn.data, { raw: { width: drawn.width, height: drawn.height, channels: 4 } })
        .flatten({ background: 'white' })
        .grayscale()
        .png({ palette: true, colours: 16, compressionLevel: 9 })
        .toBuffer()
      pages.push({ text, width: Math.round(width), height: Math.round(height), png })
    }
    document.destroy()
    library.destroy()
    return pages
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Where two pictures of a page differ: of each field of ten by ten points the share of ink, as `[left, top]` in points. Letters a hair to the
 * side or drawn by another smoothing differ little; a line, a frame or a word elsewhere differs much.
 */
export async function differingFields(one: Buffer, other: Buffer): Promise<[number, number][]> {
  const [a, b] = await Promise.all([one, other].map(inkOf))
  if (!a || !b || a.columns !== b.columns || a.rows !== b.rows) return [[-1, -1]]
  return a.ink.flatMap((ink, at): [number, number][] =>
    Math.abs(ink - (b.ink[at] ?? 0)) > 0.12 ? [[(at % a.columns) * 10, Math.floor(at / a.columns) * 10]] : [],
  )
}

async function inkOf(png: Buffer): Promise<{ columns: number; rows: number; ink: number[] }> {
  const { data, info } = await sharp(png).grayscale().raw().toBuffer({ resolveWithObject: true })
  const [columns, rows] = [Math.ceil(info.width / 10), Math.ceil(info.height / 10)]
  const ink = Array<number>(columns * rows).fill(0)
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width; x++) {
      const at = Math.floor(y / 10) * columns + Math.floor(x / 10)
      ink[at] = (ink[at] ?? 0) + (255 - (data[(y * info.width + x) * info.channels] ?? 255)) / 25_500
    }
  return { columns, rows, ink }
}
