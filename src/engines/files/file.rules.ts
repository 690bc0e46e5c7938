/** What a content is, in the words of the department's work. */
export const fileKinds = [
  'pdf',
  'word',
  'excel',
  'slides',
  'image',
  'text',
  'table',
  'xml',
  'archive',
  'mail',
  'media',
  'web',
  'program',
  'other',
] as const
export type FileKind = (typeof fileKinds)[number]

/** Shown in the browser itself: these run nothing. Everything else is saved to the disk. */
const inlineTypes = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'text/plain'])

export function mayShowInline(mediaType: string): boolean {
  return inlineTypes.has(mediaType)
}

/** Endings of names that a double click runs, whatever lies inside. */
const runnable = new Set(
  (
    'exe com bat cmd ps1 psm1 vb vbs vbe js jse mjs wsf wsh hta scr pif cpl msi msix msp mst jar lnk url reg sh bash app dll sys drv ' +
    'ocx chm hlp inf apk appx deb rpm dmg pkg scf gadget application jnlp py pl rb php iso img vhd vhdx xll library-ms search-ms settingcontent-ms'
  ).split(' '),
)

export function isRunnableName(name: string): boolean {
  return runnable.has(extensionOf(name))
}

/** The ending of a name, small, without the dot; empty where there is none. */
export function extensionOf(name: string): string {
  const at = name.lastIndexOf('.')
  return at > 0 ? name.slice(at + 1).toLowerCase() : ''
}

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|clock\$)(\.|$)/i
/** Signs that steer the direction of writing, or cannot be seen: a name must be what it looks like. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu
/** Bytes of a name most file systems take, less room for " (2)". */
const nameBytes = 240

/**
 * A name as it may be kept and given out: the last part of a path, without signs no file system takes or no eye sees. Vietnamese stays.
 *
 * @example cleanName('C:\\Công văn\\số 12\u202Efdp.exe') // 'số 12fdp.exe'
 */
export function cleanName(given: string): string {
  let name = given
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)!
    .replace(unseen, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (reserved.test(name)) name = `_${name}`
  if (name === '') return 'tep'
  const bytes = (text: string) => new TextEncoder().encode(text).length
  if (bytes(name) <= nameBytes) return name
  const ending = extensionOf(name)
  const tail = ending && bytes(ending) <= 20 ? name.slice(-(ending.length + 1)) : ''
  let head = ''
  for (const sign of tail ? name.slice(0, -tail.length) : name) {
    if (bytes(head + sign + tail) > nameBytes) break
    head += sign
  }
  return `${head.trimEnd()}${tail}`
}

/** Header that says how a file is given out and under which name (RFC 6266, RFC 5987): Vietnamese for all, plain letters for the rest. */
export function contentDisposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^\x20-\x7e]|["\\%;]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** The part of a content a reader asks for: all of it, a range, or one that lies outside. */
export type AskedRange = 'all' | 'outside' | { start: number; end: number }

/**
 * Reads a Range header (RFC 9110). Several ranges at once, other units and nonsense are answered with all of it, as the standard allows.
 *
 * @example readRange('bytes=-500', 1200) // { start: 700, end: 1199 }
 */
export function readRange(header: string | undefined, size: number): AskedRange {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match) return 'all'
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return 'all'
  if (from === '') {
    const last = Number(to)
    return last === 0 || size === 0 ? 'outside' : { start: Math.max(0, size - last), end: size - 1 }
  }
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < start) return 'all'
  return start >= size ? 'outside' : { start, end }
}

/** Whether a tag is among those of an If-None-Match or If-Range header. */
export function tagMatches(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((each) => ['*', tag, `W/${tag}`].includes(each.trim()))
}
