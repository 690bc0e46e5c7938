import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Kernel } from '#kernel/context.ts'
import { testBlobs } from '#kernel/testing.ts'
import { detectType } from './detect.ts'
import type { StoredFile } from './file.contract.ts'
import { aFile } from './files.factory.ts'
import { Previews } from './preview.ts'
import { guardOffice } from './preview.task.ts'

const shared = resolve(import.meta.dirname, '../../../../shared/data')
const kernel = { blobs: testBlobs(), now: () => new Date('2022-12-20T03:00:00Z') } as Kernel
let previews: Previews
beforeAll(() => {
  previews = new Previews(kernel)
})
afterAll(() => previews.close())

/** A content in the store, typed as an upload would be. */
async function stored(bytes: Uint8Array | string, name: string): Promise<StoredFile> {
  let found: Awaited<ReturnType<typeof detectType>> | undefined
  const ref = await kernel.blobs.put(Readable.from([Buffer.from(bytes)]), {
    inspect: async (path) => void (found = await detectType(path, name)),
  })
  return aFile({ ...ref, name, mediaType: found?.mediaType ?? '', kind: found?.kind ?? 'other' })
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'shown',
    (error: { code?: string }) => error.code,
  )
const markup = async (file: StoredFile, page = 1) => Buffer.from((await previews.look(file, page, 640)).bytes).toString()

/** A PDF of plain pages, each with one line of text. */
function pdf(lines: string[]): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${lines.length} /Kids [${lines.map((_, n) => `${4 + n * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, n) => {
      const drawing = `1 0 0 rg 0 0 300 20 re f BT /F1 18 Tf 20 100 Td (${line}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents ${5 + n * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, n) => {
    const at = text.length
    text += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`,
    'latin1',
  )
}

describe('PDF', () => {
  test('is shown page by page as a picture, in its colours, and gives the text of each page', async () => {
    const file = await stored(pdf(['Quyet dinh so 12', 'Phu luc']), 'quyet-dinh.pdf')
    const { bytes, mediaType, pages } = await previews.look(file, 2, 600)
    expect([mediaType, pages]).toEqual(['image/webp', 2])
    const picture = sharp(bytes)
    expect(await picture.metadata()).toMatchObject({ format: 'webp', width: 640, height: 426 })
    const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
    // The red bar at the foot is red, not blue; the paper is white.
    const [red = 0, , blue = 255] = at(320, 415)
    expect([red > 200, blue < 60]).toEqual([true, true])
    expect(Math.min(...at(600, 30))).toBeGreaterThan(245)
    expect(await previews.text(file)).toEqual({ pages: ['Quyet dinh so 12', 'Phu luc'], cut: false })
  })

  test('has the pages it has', async () => {
    const file = await stored(pdf(['mot']), 'mot.pdf')
    await expect(previews.look(file, 2, 600)).rejects.toMatchObject({ code: 'files.noSuchPage', params: { page: 2, pages: 1 } })
  })

  test('cut short, or empty behind its first line, is told as unreadable', async () => {
    expect(await codeOf(previews.look(await stored('%PDF-1.7\n', 'rong.pdf'), 1, 600))).toBe('files.unreadable')
    const half = pdf(['mot', 'hai']).subarray(0, 300)
    expect(await codeOf(previews.look(await stored(half, 'cut.pdf'), 1, 600))).toBe('files.unreadable')
  })

  const signed = join(shared, 'signed-pdf')
  test.skipIf(!existsSync(signed))('signed, damaged and encrypted ones are shown or told, and none stops the next', async () => {
    const told: Record<string, number> = {}
    const names = readdirSync(signed).filter((name) => name.endsWith('.pdf'))
    for (const name of names) {
      const file = await stored(readFileSync(join(signed, name)), name)
      const code = (await codeOf(previews.look(file, 1, 320))) ?? 'no code'
      told[code] = (told[code] ?? 0) + 1
      expect(['shown', 'files.locked', 'files.unreadable'], `${name}: ${code}`).toContain(code)
      expect(['shown', 'files.locked', 'files.unreadable'], name).toContain(await codeOf(previews.text(file)))
    }
    console.log(`${names.length} PDF files: ${JSON.stringify(told)}`)
    expect(told.shown).toBeGreaterThan(names.length / 2)
    expect(told['files.locked']).toBeGreaterThan(3)
  })

  const scans = join(shared, 'ocr')
  test.skipIf(!existsSync(scans))('scans are shown', async () => {
    const names = readdirSync(scans, { recursive: true, encoding: 'utf8' }).filter((n) => n.endsWith('.pdf'))
    for (const name of names.filter((n) => statSync(join(scans, n)).size < 20_000_000).slice(0, 4)) {
      const file = await stored(readFileSync(join(scans, name)), name)
      expect((await previews.look(file, 1, 960)).mediaType, name).toBe('image/webp')
    }
  })
})

describe('a picture', () => {
  test('is shown upright and small, without what the camera wrote into it', async () => {
    const photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: 'white' } })
      .withExif({ IFD0: { Copyright: 'Nguyễn Văn A', Software: '20.65N 106.05E' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).exif).toBeDefined()
    const { bytes } = await previews.look(await stored(photo, 'anh.jpg'), 1, 300)
    const shown = await sharp(bytes).metadata()
    expect([shown.width, shown.height, shown.exif, shown.orientation]).toEqual([320, 480, undefined, undefined])
  })

  test('that would fill the memory when opened is not opened', async () => {
    // Says of itself that it is 60,000 points wide and high; its rows are never written.
    const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const size = Buffer.alloc(13)
    size.writeUInt32BE(60_000, 0)
    size.writeUInt32BE(60_000, 4)
    size.set([8, 2, 0, 0, 0], 8)
    const chunk = (type: string, data: Buffer) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(data.length)
      const body = Buffer.concat([Buffer.from(type), data])
      const sum = Buffer.alloc(4)
      sum.writeUInt32BE(crc(body))
      return Buffer.concat([length, body, sum])
    }
    const bomb = Buffer.concat([
      head.subarray(0, 8),
      chunk('IHDR', size),
      chunk('IDAT', deflateRawSync(Buffer.alloc(1000))),
      chunk('IEND', Buffer.alloc(0)),
    ])
    const file = await stored(bomb, 'bom.png')
    expect(file.kind).toBe('image')
    expect(await codeOf(previews.look(file, 1, 300))).toBe('files.tooHeavy')
  })

  test('cut short is told as unreadable', async () => {
    const png = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    expect(await codeOf(previews.look(await stored(png.subarray(0, 200), 'nua.png'), 1, 300))).toBe('files.unreadable')
  })
})

function crc(bytes: Buffer): number {
  let sum = ~0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}

describe('Word', () => {
  const document = (text: string) =>
    Packer.toBuffer(
      new Document({
        sections: [
          {
            children: [
              new Paragraph(text),
              new Table({ rows: [new TableRow({ children: [new TableCell({ children: [new Paragraph('Số 12/QĐ-SNV')] })] })] }),
            ],
          },
        ],
      }),
    )

  test('is shown as plain markup, and gives its text', async () => {
    const file = await stored(await document('Căn cứ <Luật> Cán bộ & công chức'), 'to-trinh.docx')
    const html = await markup(file)
    expect(html).toContain('<p>Căn cứ &lt;Luật&gt; Cán bộ &amp; công chức</p>')
    expect(html).toContain('<td><p>Số 12/QĐ-SNV</p></td>')
    expect((await previews.text(file)).pages[0]).toContain('Căn cứ <Luật> Cán bộ & công chức')
  })

  test('cut short is told; a part that defines entities, or inflates beyond what its directory says, is not read', async () => {
    const whole = await document('abc')
    expect(await codeOf(previews.look({ ...(await stored(whole.subarray(0, 900), 'nua.docx')), ...word }, 1, 600))).toBe(
      'files.unreadable',
    )
    const entities = zipSync({
      ...types,
      'word/document.xml': text('<!DOCTYPE a [<!ENTITY b "c">]><w:document>&b;</w:document>'),
    })
    expect(await codeOf(previews.text(await stored(entities, 'thuc-the.docx')))).toBe('files.unreadable')
    const wide = Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><w:document/>', 'utf16le')
    const inWide = zipSync({ ...types, 'word/document.xml': wide })
    expect(await codeOf(previews.text(await stored(inWide, 'thuc-the-2.docx')))).toBe('files.unreadable')
    const lying = Buffer.from(zipSync({ ...types, 'word/document.xml': new Uint8Array(130 * 1024 * 1024) }, { level: 1 }))
    // The directory and the header claim ten bytes.
    for (const [mark, at] of [
      [0x04034b50, 22],
      [0x02014b50, 24],
    ] as const)
      for (let place = 0; place + 46 < lying.length; place++)
        if (lying.readUInt32LE(place) === mark) lying.writeUInt32LE(10, place + at)
    expect((await stored(lying, 'noi-doi.docx')).kind).toBe('word')
    await expect(guardOffice(lying)).rejects.toMatchObject({ fault: 'tooHeavy' })
  })

  const word = { kind: 'word', mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' } as const
  const text = (value: string) => new TextEncoder().encode(value)
  const types = { '[Content_Types].xml': text('<Types/>') }

  test('of the years before 2007 has no preview, and says so', async () => {
    const old = { ...(await stored('abc', 'a.txt')), kind: 'word', mediaType: 'application/msword' } as const
    expect(await codeOf(previews.look(old, 1, 600))).toBe('files.noPreview')
  })

  const forms = join(shared, 'forms')
  test.skipIf(!existsSync(forms))('forms of the ministry are shown', async () => {
    const names = readdirSync(forms, { recursive: true, encoding: 'utf8' }).filter((n) => n.endsWith('.docx'))
    for (const name of names) {
      const file = await stored(readFileSync(join(forms, name)), name)
      expect(await markup(file), name).toContain('<p>')
      expect((await previews.text(file)).pages[0]?.length, name).toBeGreaterThan(50)
    }
  })
})

describe('tables', () => {
  test('CSV is shown with its cells as text, whatever stands in them', async () => {
    const html = await markup(await stored('Họ tên;Ghi chú\nNguyễn Văn A;<script>alert(1)</script>\n', 'ds.csv'))
    expect(html).toContain('<td>Nguyễn Văn A</td><td>&#60;script&#62;alert(1)&#60;/script&#62;</td>')
  })

  const units = join(shared, 'units/excel')
  test.skipIf(!existsSync(units))('lists of the statistics office (.xls) and workbooks (.xlsx) are shown', async () => {
    const names = readdirSync(units, { recursive: true, encoding: 'utf8' }).filter((n) => /\.xlsx?$/.test(n))
    expect(names.length).toBeGreaterThan(1)
    for (const name of names) {
      const file = await stored(readFileSync(join(units, name)), name)
      expect(await markup(file), name).toMatch(/<td>[^<]*(Tỉnh|Thành phố|tỉnh|Quận|Huyện)/)
    }
  })

  const nasties = join(shared, 'nasties/excel')
  test.skipIf(!existsSync(nasties))('workbooks made to do harm do none', async () => {
    const bomb = join(nasties, 'inflates_150MB.xlsx')
    await expect(stored(readFileSync(bomb), 'bom.xlsx')).rejects.toThrow('inflates')
    for (const name of ['test.xls', 'multiple.xls', 'shared-strings-did-not-work.xlsx'])
      expect(['shown', 'files.unreadable', 'files.tooHeavy'], name).toContain(
        await codeOf(stored(readFileSync(join(nasties, name)), name).then((file) => previews.look(file, 1, 600))),
      )
  })
})

describe('XML', () => {
  const xml = join(shared, 'nasties/xml')
  test.skipIf(!existsSync(xml))(
    'is shown as the text it is: what it defines is never expanded, what it names never fetched',
    async () => {
      for (const name of readdirSync(xml).filter((n) => n.endsWith('.xml'))) {
        const bytes = readFileSync(join(xml, name))
        const file = await stored(bytes, name)
        const { pages } = await previews.text(file)
        expect(pages.join('').length, name).toBeLessThanOrEqual(bytes.length)
        expect(await markup(file), name).toContain('&#60;')
      }
    },
  )
})

test('what takes too long is ended, told, not tried again at once, and the next one is served', async () => {
  const hasty = new Previews(kernel, { seconds: 0.001 })
  const file = await stored(pdf(['cham']), 'cham.pdf')
  expect(await codeOf(hasty.look(file, 1, 600))).toBe('files.tooHeavy')
  const start = performance.now()
  expect(await codeOf(hasty.look(file, 1, 640))).toBe('files.tooHeavy')
  expect(performance.now() - start).toBeLessThan(50)
  hasty.close()
  expect(await codeOf(previews.look(file, 1, 600))).toBe('shown')
})
