import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { type Account, openContext, signIn, startBrowser, startDemonstration, visit } from '../e2e/demonstration.ts'

/** `npm run screenshots`: the README's pictures, from a fresh demonstration province. */
interface Picture {
  name: string
  account: Account
  address: string
  phone?: boolean
  /** Brings the page to what the picture shows. */
  pose?: (page: Page) => Promise<void>
}

const openReport = '/bao-cao/annual-2022?light=computed'

async function openRated(page: Page): Promise<void> {
  await page.getByRole('article').getByRole('button', { name: '26.012' }).first().click()
  await page.getByRole('dialog').locator('.breakdown').first().waitFor()
}

const pictures: Picture[] = [
  {
    name: 'start',
    account: 'tonghop',
    address: '/',
    pose: async (page) => page.getByRole('link', { name: /mâu thuẫn giữa các số liệu/ }).waitFor(),
  },
  {
    name: 'report-figure',
    account: 'giamdoc',
    address: openReport,
    pose: async (page) => {
      await openRated(page)
      await page
        .getByRole('article')
        .getByRole('button', { name: '26.012' })
        .first()
        .evaluate((figure) => figure.scrollIntoView({ block: 'center' }))
    },
  },
  {
    name: 'figures',
    account: 'giamdoc',
    address: '/chi-so',
    pose: async (page) => page.locator('tr[data-row]').first().waitFor(),
  },
  {
    name: 'people',
    account: 'giamdoc',
    address: '/con-nguoi?search=nguyen+thi+thuy',
    pose: async (page) => {
      await page.locator('tr[data-row]').nth(2).click()
      await page.getByRole('dialog').locator('.timeline').waitFor()
    },
  },
  {
    name: 'units',
    account: 'giamdoc',
    address: '/to-chuc?asOf=2018-01-01',
    pose: async (page) => {
      await page.getByRole('tree').getByText('Huyện Mỹ Hào', { exact: true }).click()
      await page.getByText(/nay là Thị xã Mỹ Hào/).waitFor()
    },
  },
  { name: 'report-phone', account: 'giamdoc', address: openReport, phone: true, pose: openRated },
]

const root = path.resolve(import.meta.dirname, '..')
const { status } = spawnSync(process.execPath, [path.join(root, 'scripts', 'ensure-built.mjs')], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)
const server = await startDemonstration((line) => console.log(line))
const browser = await startBrowser()
try {
  for (const { name, account, address, phone, pose } of pictures) {
    const viewport = phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }
    const context = await openContext(browser, server.url, {
      viewport,
      colorScheme: 'light',
      ...(phone ? { hasTouch: true, isMobile: true } : {}),
    })
    const page = await context.newPage()
    await signIn(page, account)
    await visit(page, address)
    await pose?.(page)
    await page.mouse.move(0, 0)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForLoadState('networkidle')
    const bytes = withPalette(await page.screenshot())
    writeFileSync(path.join(root, 'docs', 'images', `${name}.png`), bytes)
    console.log(`docs/images/${name}.png  ${Math.round(bytes.length / 1024)} KB`)
    await context.close()
  }
} finally {
  await browser.close()
  await server.stop()
}

/** A screenshot with at most 256 colours, a third of the size: screens hold few colours, and shades of their letters' edges. */
function withPalette(png: Buffer): Buffer {
  const { width, height, channels, rows } = readPng(png)
  const counts = new Map<number, number>()
  const colourAt = (at: number) => ((rows[at] ?? 0) << 16) | ((rows[at + 1] ?? 0) << 8) | (rows[at + 2] ?? 0)
  for (let at = 0; at < rows.length; at += channels) counts.set(colourAt(at), (counts.get(colourAt(at)) ?? 0) + 1)
  const palette = choosePalette(counts)
  const nearest = new Map([...counts.keys()].map((colour) => [colour, nearestIn(palette, colour).index]))

  const indexed = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) indexed[y * (width + 1) + 1 + x] = nearest.get(colourAt((y * width + x) * channels)) ?? 0
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(indexed, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The commonest colours as they are, then those that the palette so far would miss most. */
function choosePalette(counts: Map<number, number>): number[] {
  const common = [...counts].sort(([, a], [, b]) => b - a)
  const palette = common.slice(0, 128).map(([colour]) => colour)
  const rest = common
    .slice(128)
    .map(([colour, count]) => ({ colour, weight: Math.sqrt(count), missed: nearestIn(palette, colour).distance }))
  while (palette.length < 256 && rest.length > 0) {
    const next = rest.reduce((worst, each) => (each.missed * each.weight > worst.missed * worst.weight ? each : worst))
    if (next.missed === 0) break
    palette.push(next.colour)
    for (const each of rest) each.missed = Math.min(each.missed, distance(each.colour, next.colour))
  }
  return palette
}

function nearestIn(palette: readonly number[], colour: number): { index: number; distance: number } {
  let best = { index: 0, distance: Infinity }
  for (const [index, each] of palette.entries()) {
    const far = distance(each, colour)
    if (far < best.distance) best = { index, distance: far }
  }
  return best
}

function distance(a: number, b: number): number {
  return ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2
}

/** The pixels of an 8-bit RGB or RGBA picture, as browsers make them. */
function readPng(png: Buffer): { width: number; height: number; channels: number; rows: Buffer } {
  const data: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const channels = png[25] === 6 ? 4 : 3
  const stride = width * channels
  const packed = inflateSync(Buffer.concat(data))
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? (rows[y * stride + x - channels] ?? 0) : 0
      const up = y > 0 ? (rows[(y - 1) * stride + x] ?? 0) : 0
      const corner = x >= channels && y > 0 ? (rows[(y - 1) * stride + x - channels] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      rows[y * stride + x] = (packed[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  return { width, height, channels, rows }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(named, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
