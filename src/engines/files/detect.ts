import { type FileHandle, open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { readCfbStreams } from './cfb.reader.ts'
import { extensionOf, type FileKind, isRunnableName, mayShowInline } from './file.rules.ts'
import { readAt, readZipDirectory, type ZipEntry } from './zip.reader.ts'

/** What a content was found to be. */
export interface DetectedType {
  mediaType: string
  kind: FileKind
  inline: boolean
  /** The ending of the name, where it says something else. */
  mismatch: string | null
  /** Protected by a password: it can be kept, not looked into. */
  locked: boolean
}

/** Why a content is not taken, whatever it is for. */
export class HostileContent extends Error {
  constructor(readonly how: 'inflates' | 'broken') {
    super(how)
    this.name = 'HostileContent'
  }
}

interface Found {
  mediaType: string
  kind: FileKind
  /** Endings that go with it, the usual one first. */
  endings: string[]
  inline?: boolean
  locked?: boolean
}

const office = 'application/vnd.openxmlformats-officedocument'
const macro = (name: string) => `application/vnd.ms-${name}.macroenabled.12`

/** How much an office document may grow when read: beyond both it is made to exhaust its reader. */
export const inflateLimits = { total: 512 * 1024 * 1024, suspicious: 64 * 1024 * 1024, ratio: 100 }

/**
 * The type of a content by what it is, never by what it is called.
 *
 * @throws HostileContent for an office document that grows beyond all measure when read.
 */
export async function detectType(path: string, name: string): Promise<DetectedType> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const found = await detect(file, size, name)
    const ending = extensionOf(name)
    // A name that a double click runs makes a program of any content.
    const kind: FileKind = isRunnableName(name) ? 'program' : found.kind
    const mismatch =
      ending !== '' && !found.endings.includes(ending) && found.mediaType !== 'application/octet-stream' ? ending : null
    return {
      mediaType: found.mediaType,
      kind,
      inline: kind !== 'program' && (found.inline ?? true) && mayShowInline(found.mediaType),
      mismatch,
      locked: found.locked ?? false,
    }
  } finally {
    await file.close()
  }
}

async function detect(file: FileHandle, size: number, name: string): Promise<Found> {
  const head = await readAt(file, 0, 64 * 1024)
  const pdfAt = head.subarray(0, 1024).indexOf('%PDF-')
  // Readers take a PDF that begins later too; a browser is not given one, for it may be something else as well.
  if (pdfAt >= 0) return { mediaType: 'application/pdf', kind: 'pdf', endings: ['pdf'], inline: pdfAt === 0 }
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) return ofZip(await readZipDirectory(file, size), size)
  if (head.length >= 512 && head.readUInt32BE(0) === 0xd0cf11e0) return ofCfb(await readCfbStreams(file, size))
  const known = ofSignature(await fileTypeFromBuffer(head).catch(() => undefined))
  if (known) return known
  return ofText(head, size <= head.length, name) ?? { mediaType: 'application/octet-stream', kind: 'other', endings: [] }
}

function ofZip(entries: ZipEntry[] | null, size: number): Found {
  const archive: Found = { mediaType: 'application/zip', kind: 'archive', endings: ['zip'] }
  if (!entries) return archive
  const names = new Set(entries.map((e) => e.name))
  const has = (start: string) => entries.some((e) => e.name.startsWith(start))
  const found = ofOffice(names, has) ?? ofOther(names, has)
  if (!found) return { ...archive, locked: entries.some((e) => e.encrypted) }
  if (['word', 'excel', 'slides'].includes(found.kind)) {
    const total = entries.reduce((sum, e) => sum + e.inflated, 0)
    if (total > inflateLimits.total || (total > inflateLimits.suspicious && total > size * inflateLimits.ratio))
      throw new HostileContent('inflates')
  }
  return found
}

function ofOffice(names: Set<string>, has: (start: string) => boolean): Found | null {
  if (!names.has('[Content_Types].xml')) return null
  const macros = [...names].some((n) => /(^|\/)vbaProject\.bin$/i.test(n))
  if (has('word/')) {
    return macros
      ? { mediaType: macro('word.document'), kind: 'word', endings: ['docm', 'dotm'] }
      : { mediaType: `${office}.wordprocessingml.document`, kind: 'word', endings: ['docx', 'dotx'] }
  }
  if (names.has('xl/workbook.bin'))
    return { mediaType: 'application/vnd.ms-excel.sheet.binary.macroenabled.12', kind: 'excel', endings: ['xlsb'] }
  if (has('xl/')) {
    return macros
      ? { mediaType: macro('excel.sheet'), kind: 'excel', endings: ['xlsm', 'xltm', 'xlam'] }
      : { mediaType: `${office}.spreadsheetml.sheet`, kind: 'excel', endings: ['xlsx', 'xltx'] }
  }
  if (has('ppt/')) {
    return macros
      ? { mediaType: macro('powerpoint.presentation'), kind: 'slides', endings: ['pptm', 'ppsm', 'potm'] }
      : { mediaType: `${office}.presentationml.presentation`, kind: 'slides', endings: ['pptx', 'ppsx', 'potx'] }
  }
  return null
}

function ofOther(names: Set<string>, has: (start: string) => boolean): Found | null {
  if (names.has('META-INF/MANIFEST.MF') || names.has('AndroidManifest.xml') || names.has('classes.dex'))
    return { mediaType: 'application/java-archive', kind: 'program', endings: ['jar', 'apk', 'war'] }
  if (names.has('mimetype') && names.has('content.xml') && has('META-INF/manifest.xml'))
    return { mediaType: 'application/vnd.oasis.opendocument.text', kind: 'word', endings: ['odt', 'ods', 'odp', 'odg'] }
  return null
}

function ofCfb(streams: string[]): Found {
  const has = (name: string) => streams.includes(name)
  if (has('EncryptedPackage')) {
    const endings = ['docx', 'xlsx', 'pptx', 'docm', 'xlsm', 'pptm']
    return { mediaType: 'application/x-ole-storage', kind: 'other', endings, locked: true }
  }
  if (has('WordDocument')) return { mediaType: 'application/msword', kind: 'word', endings: ['doc', 'dot'] }
  if (has('Workbook') || has('Book'))
    return { mediaType: 'application/vnd.ms-excel', kind: 'excel', endings: ['xls', 'xlt', 'et'] }
  if (has('PowerPoint Document'))
    return { mediaType: 'application/vnd.ms-powerpoint', kind: 'slides', endings: ['ppt', 'pps', 'pot'] }
  if (has('__properties_version1.0')) return { mediaType: 'application/vnd.ms-outlook', kind: 'mail', endings: ['msg'] }
  return { mediaType: 'application/x-ole-storage', kind: 'other', endings: ['msi', 'db', 'vsd'] }
}

const programs = new Set('exe elf macho dll jar class wasm swf lnk alias reg chm crx xpi apk deb rpm cab asar dmg'.split(' '))
const archives = new Set('zip 7z rar gz tar bz2 xz zst lz lzh arj ace cpio Z ar tar.gz'.split(' '))
const spellings: Record<string, string[]> = {
  jpg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  tif: ['tif', 'tiff'],
  gz: ['gz', 'tgz'],
  'tar.gz': ['gz', 'tgz'],
  heic: ['heic', 'heif'],
  mp4: ['mp4', 'm4v'],
  m4a: ['m4a', 'mp4'],
}

function ofSignature(type: { ext: string; mime: string } | undefined): Found | null {
  if (!type || type.ext === 'xml') return null
  const { ext, mime: mediaType } = type
  const found = (kind: FileKind): Found => ({ mediaType, kind, endings: spellings[ext] ?? [ext] })
  if (programs.has(ext) || mediaType === 'application/x-msdownload' || mediaType === 'application/x-mach-binary')
    return found('program')
  if (mediaType.startsWith('image/')) return found('image')
  if (ext === 'rtf') return { mediaType: 'application/rtf', kind: 'word', endings: ['rtf', 'doc'] }
  if (/^(audio|video)\//.test(mediaType)) return found('media')
  if (archives.has(ext)) return found('archive')
  // Calendars, cards and other texts: as the texts they are.
  return mediaType.startsWith('text/') ? null : found('other')
}

const markup =
  /<(!doctype\s+html|html|head|body|script|svg|iframe|object|embed|img|link|meta|style|form|frameset|a\s|div|table|xsl:)/i

/** Texts: by their signs, then by how they begin. Null for what is no text. */
function ofText(head: Buffer, whole: boolean, name: string): Found | null {
  const text = asText(head, whole)
  if (text === null) return null
  const start = text.replace(/^\ufeff/, '').trimStart()
  const ending = extensionOf(name)
  if (start.startsWith('#!')) return { mediaType: 'text/x-script', kind: 'program', endings: ['sh', 'py', 'pl', 'rb'] }
  if (/^<\?php|^<%/.test(start)) return { mediaType: 'text/x-script', kind: 'program', endings: ['php'] }
  if (
    /^MIME-Version:|^(Received|Return-Path|Delivered-To|From|Date|Subject):\s.*\r?\n[A-Za-z-]+:/i.test(start) &&
    ending === 'eml'
  )
    return { mediaType: 'message/rfc822', kind: 'mail', endings: ['eml'] }
  if (start.startsWith('<')) {
    const beginning = start.slice(0, 4096)
    if (/<svg[\s>]/i.test(beginning)) return { mediaType: 'image/svg+xml', kind: 'web', endings: ['svg'] }
    if (/xmlns(:\w+)?\s*=\s*["']http:\/\/www\.w3\.org\/(1999\/xhtml|1999\/XSL)/i.test(beginning))
      return { mediaType: 'text/html', kind: 'web', endings: ['xhtml', 'html', 'htm', 'xsl', 'xslt'] }
    if (start.startsWith('<?xml'))
      return { mediaType: 'application/xml', kind: 'xml', endings: ['xml', 'edxml', 'xsd', 'rdf', 'rng'] }
    if (markup.test(beginning)) return { mediaType: 'text/html', kind: 'web', endings: ['html', 'htm'] }
    return { mediaType: 'application/xml', kind: 'xml', endings: ['xml', 'edxml', 'xsd', 'rdf'] }
  }
  if (['csv', 'tsv', 'tab'].includes(ending) && isTable(text))
    return { mediaType: 'text/csv', kind: 'table', endings: ['csv', 'tsv', 'tab'] }
  if (ending === 'json' && /^[[{]/.test(start)) return { mediaType: 'application/json', kind: 'text', endings: ['json'] }
  const endings = ['txt', 'csv', 'tsv', 'md', 'log', 'json', 'yaml', 'yml', 'ini', 'ics', 'vcf', 'vtt', 'text', 'eml']
  // A text that holds marks of a page further down is kept, and never shown as itself.
  return { mediaType: 'text/plain', kind: 'text', endings, inline: !markup.test(text) }
}

/** The bytes as text, or null where they are none: UTF-8, UTF-16 with its mark, or one of the old eight-bit encodings. */
export function asText(bytes: Buffer, whole = true): string | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  if (mark === 0xfffe || mark === 0xfeff) {
    const text = new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(bytes)
    return printable(text) ? text : null
  }
  if (bytes.includes(0)) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole })
    return printable(text) ? text : null
  } catch {
    // What Vietnamese offices wrote before Unicode: any high byte is a letter, control signs are not.
    const text = new TextDecoder('windows-1258').decode(bytes)
    return printable(text.replace(/[\u0080-\u009f]/g, '')) ? text : null
  }
}

function printable(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/.test(text)
}

function isTable(text: string): boolean {
  const lines = text.split(/\r?\n/).filter(Boolean).slice(0, 5)
  return lines.length > 0 && ['\t', ';', ',', '|'].some((sign) => lines.every((line) => line.includes(sign)))
}
