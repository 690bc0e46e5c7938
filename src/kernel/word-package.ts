import { unzipSync, zipSync, type Zippable } from 'fflate'

/**
 * A package whose bytes depend on the model alone: the writer's clock is replaced by the date of the document, the random name
 * of a watermark by the name of its header, and the parts are put in a fixed order (the list of content types first, as readers
 * expect) with a fixed time.
 */
export function fixedPackage(file: Buffer, date: string): Buffer {
  const parts = unzipSync(file)
  const rank = (name: string) => (name === '[Content_Types].xml' ? 0 : name === '_rels/.rels' ? 1 : 2)
  const names = Object.keys(parts).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const content: Zippable = {}
  for (const name of names) content[name] = edit(parts[name]!, name, date)
  // The zip format stores local time, so a date in local time is the same everywhere.
  return Buffer.from(zipSync(content, { level: 6, mtime: new Date(1980, 0, 1) }))
}

function edit(part: Uint8Array, name: string, date: string): Uint8Array {
  const header = /^word\/(header\d+)\.xml$/.exec(name)
  if (name !== 'docProps/core.xml' && !header) return part
  const xml = Buffer.from(part).toString('utf8')
  const fixed = header
    ? xml.replace(/PowerPlusWaterMarkObject[\w-]+/g, `PowerPlusWaterMarkObject-${header[1]}`)
    : xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`)
  return Buffer.from(fixed, 'utf8')
}
