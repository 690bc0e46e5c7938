import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attachFile, defineFileOwner } from '#engines/files/index.ts'
import type { StoredFile } from '#engines/files/file.contract.ts'
import { definePermissions } from '#kernel/permissions.ts'
import { aServer, type TestServer } from './server.factory.ts'

let app: TestServer
let officer: string
let head: string
let administrator: string
beforeAll(async () => {
  app = await aServer()
  await app.account('chuyenvien', [{ role: 'officer' }])
  await app.account('truongphong', [{ role: 'officer' }])
  await app.account('quantri', [{ role: 'administrator' }])
  officer = await app.signIn('chuyenvien')
  head = await app.signIn('truongphong')
  administrator = await app.signIn('quantri')
}, 300_000)
afterAll(() => app.close(), 60_000)

const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const boundary = 'a-boundary-of-tests'
const body = (bytes: Buffer | string, name: string, field = 'file') =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`,
    ),
    Buffer.from(bytes),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
const upload = (
  bytes: Buffer | string,
  name: string,
  more: { cookie?: string; purpose?: string; headers?: Record<string, string> } = {},
) =>
  app.ask('POST', `/api/files${more.purpose ? `?purpose=${more.purpose}` : ''}`, {
    cookie: more.cookie ?? officer,
    payload: body(bytes, name),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...more.headers },
  })
const uploaded = async (bytes: Buffer | string, name: string, more: Parameters<typeof upload>[2] = {}) => {
  const answer = await upload(bytes, name, more)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<StoredFile>()
}
const get = (id: string, headers: Record<string, string> = {}, cookie = officer, more = '') =>
  app.ask('GET', `/api/files/${id}${more}`, { cookie, headers })

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('uploading', () => {
  test('gives a file with its type by content, and the bytes back as they were', async () => {
    const file = await uploaded(png, 'Ảnh chụp công văn số 12.png')
    expect(file).toMatchObject({
      name: 'Ảnh chụp công văn số 12.png',
      size: png.length,
      sha256: sha(png),
      mediaType: 'image/png',
      kind: 'image',
      inline: true,
      mismatch: null,
      uploadedByName: 'Người dùng chuyenvien',
    })
    const answer = await get(file.id)
    expect(answer.statusCode).toBe(200)
    expect(answer.rawPayload).toEqual(png)
    expect(answer.headers['content-type']).toBe('image/png')
    expect(answer.headers.etag).toBe(`"${sha(png)}"`)
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="Anh chup cong van so 12.png"; filename*=UTF-8''%E1%BA%A2nh%20ch%E1%BB%A5p%20c%C3%B4ng%20v%C4%83n%20s%E1%BB%91%2012.png`,
    )
  })

  test('needs a session, and a right', async () => {
    expect((await app.server.inject({ method: 'POST', url: '/api/files' })).statusCode).toBe(401)
    await app.account('khongquyen')
    const cookie = await app.signIn('khongquyen')
    const answer = await upload('by nobody with a right', 'a.txt', { cookie })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'kernel.forbidden'])
    expect(await app.kernel.blobs.has(sha('by nobody with a right'))).toBe(false)
  })

  test('comes from our own pages only', async () => {
    const answer = await upload('from elsewhere', 'a.txt', { headers: { origin: 'http://elsewhere.test' } })
    expect(answer.statusCode).toBe(403)
    expect(await app.kernel.blobs.has(sha('from elsewhere'))).toBe(false)
  })

  test('sent twice under one request id makes one file; another content under it is refused', async () => {
    const headers = { 'x-request-id': 'upload-1' }
    const first = await uploaded('một lần', 'a.txt', { headers })
    expect((await uploaded('một lần', 'a.txt', { headers })).id).toBe(first.id)
    const other = await upload('nội dung khác', 'a.txt', { headers })
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([409, 'kernel.requestReused'])
  })

  test.each([
    ['kehoach.exe', 'MZ', 'files.programRefused'],
    ['kehoach.pdf', 'MZ\x90\x00'.padEnd(600, '\x00') + 'This program cannot be run in DOS mode', 'files.programRefused'],
    ['kehoach.txt', '#!/bin/sh\nrm -rf /', 'files.programRefused'],
    ['kehoach.html', '<!doctype html><script>alert(1)</script>', 'files.kindNotTaken'],
    ['kehoach.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'files.kindNotTaken'],
  ])('of %s with other things inside is refused in words, and nothing is stored', async (name, bytes, code) => {
    const answer = await upload(Buffer.from(bytes, 'latin1'), name)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([415, code])
    expect(answer.json<{ message: string }>().message).toContain(`“${name}”`)
    expect(await app.kernel.blobs.has(sha(Buffer.from(bytes, 'latin1')))).toBe(false)
  })

  test('of an empty file, of no file, of no multipart body, of a body that breaks off is told', async () => {
    const codeOf = (answer: { statusCode: number; json: <T>() => T }) => [answer.statusCode, answer.json<{ code: string }>().code]
    expect(codeOf(await upload('', 'a.txt'))).toEqual([422, 'files.empty'])
    expect(codeOf(await app.ask('POST', '/api/files', { cookie: officer, payload: { a: 1 } }))).toEqual([422, 'files.noFile'])
    const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    const none = await app.ask('POST', '/api/files', { cookie: officer, payload: `--${boundary}--\r\n`, headers: type })
    expect(codeOf(none)).toEqual([422, 'files.noFile'])
    const half = body('half of a file', 'a.txt').subarray(0, -20)
    expect(codeOf(await app.ask('POST', '/api/files', { cookie: officer, payload: half, headers: type }))).toEqual([
      422,
      'files.brokenOff',
    ])
    expect(codeOf(await upload('abc', 'a.txt', { purpose: 'nonsense' }))).toEqual([422, 'files.unknownPurpose'])
  })

  test('under names that would lead elsewhere or deceive keeps a plain name', async () => {
    expect((await uploaded('x', '../../etc/passwd')).name).toBe('passwd')
    expect((await uploaded('x', 'C:\\\\Windows\\\\so 12.txt')).name).toBe('so 12.txt')
    expect((await uploaded('x', 'báo cáo\u202Etxt.csv')).name).toBe('báo cáotxt.csv')
  })
})

describe('a size limit', () => {
  test('is told with 413 in words, before the body is read where its length is told', async () => {
    const answer = await app.ask('POST', '/api/files?purpose=reports.evidence', {
      cookie: officer,
      payload: body('short', 'a.pdf'),
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': String(3 * 1024 ** 3),
      },
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, 'files.tooLarge'])
    expect(answer.json<{ message: string }>().message).toMatch(/lớn hơn mức cho phép \(100 MB\)/)
  })
})

describe('reading', () => {
  const text = 'Quyết định số 12/QĐ-SNV về việc ban hành Quy chế'
  let file: StoredFile
  beforeAll(async () => {
    file = await uploaded(text, 'quyet-dinh.txt')
  })
  const bytes = Buffer.from(text)

  test.each([
    ['bytes=0-4', 206, bytes.subarray(0, 5), `bytes 0-4/${bytes.length}`],
    ['bytes=5-', 206, bytes.subarray(5), `bytes 5-${bytes.length - 1}/${bytes.length}`],
    ['bytes=-7', 206, bytes.subarray(-7), `bytes ${bytes.length - 7}-${bytes.length - 1}/${bytes.length}`],
    ['bytes=0-99999', 206, bytes, `bytes 0-${bytes.length - 1}/${bytes.length}`],
    ['bytes=99999-', 416, Buffer.alloc(0), `bytes */${bytes.length}`],
    ['bytes=0-1,4-5', 200, bytes, undefined],
    ['lines=1-2', 200, bytes, undefined],
  ])('%s', async (range, status, part, told) => {
    const answer = await get(file.id, { range, 'accept-encoding': 'gzip' })
    expect([answer.statusCode, answer.rawPayload, answer.headers['content-range']]).toEqual([status, part, told])
    expect(answer.headers['content-encoding']).toBeUndefined()
    if (status !== 416) expect(answer.headers['content-length']).toBe(String(part.length))
  })

  test('answers "not changed" to who has it, and all of it to who has another version', async () => {
    expect((await get(file.id, { 'if-none-match': `"${file.sha256}"` })).statusCode).toBe(304)
    expect((await get(file.id, { range: 'bytes=0-1', 'if-range': '"other"' })).statusCode).toBe(200)
    expect((await get(file.id, { range: 'bytes=0-1', 'if-range': `"${file.sha256}"` })).statusCode).toBe(206)
  })

  test('by HEAD tells size and type without the bytes', async () => {
    const answer = await app.server.inject({ method: 'HEAD', url: `/api/files/${file.id}`, headers: { cookie: officer } })
    expect([answer.statusCode, answer.headers['content-length'], answer.rawPayload.length]).toEqual([
      200,
      String(bytes.length),
      0,
    ])
  })

  test('runs nothing: always shut in, never guessed at, saved to the disk unless harmless and asked for', async () => {
    const page = await get(file.id, {}, officer, '?inline=1')
    expect(page.headers['content-disposition']).toMatch(/^inline;/)
    const xml = await uploaded('<?xml version="1.0"?><don><ten>Nguyễn Văn A</ten></don>', 'don.xml')
    const asked = await get(xml.id, {}, officer, '?inline=1')
    expect(asked.headers['content-disposition']).toMatch(/^attachment;/)
    for (const answer of [page, asked, await get(file.id)]) {
      expect(answer.headers['content-security-policy']).toBe("sandbox; default-src 'none'; frame-ancestors 'none'")
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['cache-control']).toBe('private, no-cache')
    }
  })

  test('what is not within reach answers exactly like what is not there', async () => {
    const others = await get(file.id, {}, head)
    const nothing = await get('00000000-0000-4000-8000-00000000dead', {}, head)
    expect([others.statusCode, others.body]).toEqual([404, nothing.body])
    expect((await app.server.inject({ method: 'GET', url: `/api/files/${file.id}` })).statusCode).toBe(401)
  })

  test('by the right to open any file is written down, once in ten minutes', async () => {
    expect((await get(file.id, {}, administrator)).statusCode).toBe(200)
    expect((await get(file.id, { range: 'bytes=0-1' }, administrator)).statusCode).toBe(206)
    const record = (await get(file.id, {}, administrator, '/record')).json<{ openings: { actorName: string }[] }>()
    expect(record.openings.map((o) => o.actorName)).toEqual(['Người dùng quantri'])
    const history = (await get(file.id, {}, administrator, '/history')).json<{ operation: string }[]>()
    expect(history.map((h) => h.operation)).toEqual(['files.openFile', 'files.uploadFile'])
  })

  test('a content that is lost is told, and there again once it is uploaded again', async () => {
    const lost = await uploaded('sẽ mất', 'mat.txt')
    await app.kernel.blobs.remove(lost.sha256)
    const answer = await get(lost.id)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'files.contentLost'])
    await uploaded('sẽ mất', 'mat-2.txt', { cookie: head })
    expect((await get(lost.id)).body).toBe('sẽ mất')
  })
})

test('what a record holds is opened by who reads the record', async () => {
  const { read, write } = definePermissions('files', { read: { vi: '', en: '' }, write: { vi: '', en: '' } })
  const owner = defineFileOwner({
    relation: 'testing.minutes',
    read: { ...read, id: 'people.readPerson' },
    write: { ...write, id: 'files.uploadFile' },
  })
  const file = await uploaded('biên bản', 'bien-ban.txt')
  await app.account('lanhdao', [{ role: 'director' }])
  const director = await app.signIn('lanhdao')
  expect((await get(file.id, {}, director)).statusCode).toBe(404)
  await app.asSystem((ctx) => attachFile(ctx, owner, { fileId: file.id, ownerId: 'm-1' }))
  expect((await get(file.id, {}, director)).body).toBe('biên bản')
  expect((await get(file.id, {}, head)).statusCode).toBe(404)
})

describe('previews', () => {
  test('a picture is shown as a picture, a text as markup that acts on nothing; both are asked for by right', async () => {
    const picture = await uploaded(png, 'anh.png')
    const shown = await get(picture.id, {}, officer, '/preview?page=1&width=300')
    expect([shown.statusCode, shown.headers['content-type'], shown.headers['x-pages']]).toEqual([200, 'image/webp', '1'])
    const note = await uploaded('Kính gửi: <b>Sở Nội vụ</b>', 'thu.txt')
    const markup = await get(note.id, {}, officer, '/preview')
    expect(markup.body).toContain('Kính gửi: &#60;b&#62;Sở Nội vụ')
    expect(markup.headers['content-security-policy']).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    )
    const tag = String(markup.headers.etag)
    expect((await get(note.id, { 'if-none-match': tag }, officer, '/preview')).statusCode).toBe(304)
    expect((await get(note.id, {}, officer, '/text')).json()).toEqual({ pages: ['Kính gửi: <b>Sở Nội vụ</b>'], cut: false })
    for (const way of ['/preview', '/text', '/about']) expect((await get(note.id, {}, head, way)).statusCode, way).toBe(404)
  })

  test('what has none says so in words', async () => {
    const archive = await uploaded(
      Buffer.from('PK\x05\x06'.padEnd(22, '\x00').replace('PK', 'PK\x03\x04\x00\x00PK'), 'latin1'),
      'a.zip',
    )
    const answer = await get(archive.id, {}, officer, '/preview')
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([415, 'files.noPreview'])
    expect(answer.json<{ message: string }>().message).toContain('tải “a.zip” về máy')
  })
})
