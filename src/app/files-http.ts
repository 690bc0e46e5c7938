import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fileRights } from '#domains/files/index.ts'
import {
  checkUnfinished,
  contentDisposition,
  logOpening,
  openFile,
  type OpenedFile,
  Previews,
  purposeOf,
  readRange,
  receiveFile,
  refuseFile,
  storeFile,
  tagMatches,
} from '#engines/files/index.ts'
import { z } from 'zod'
import { BlobMissing } from '#kernel/blobs/blobs.ts'
import type { Actor, Kernel } from '#kernel/context.ts'
import { Id } from '#kernel/contract.ts'
import { refuse } from '#kernel/errors.ts'
import { formatBytes } from '#kernel/numbers.ts'
import { allow, runOperation } from '#kernel/operations.ts'
import type { Language } from '#kernel/words.ts'

/** What each request is asked with; the same the operations are asked with. */
export interface Asking {
  actor: Actor | null
  requestId: string | null
  reason: string | null
  lang: Language
}

export interface FileRoutes {
  kernel: Kernel
  asking: (request: FastifyRequest) => Promise<Asking>
  /** Answers an error as operations do. */
  fail: (reply: FastifyReply, error: unknown, asking: Asking, operation: string) => FastifyReply
}

/**
 * No file is a page of ours: whatever its content, it runs nothing, loads nothing, and is not taken for another type than the one told.
 */
const shut = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex',
}

/** The same for markup of ours made from a document: its own style and the pictures within it, nothing else. */
const shownMarkup = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"

const Asked = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  width: z.coerce.number().int().min(16).max(4000).catch(960),
})

/** What a multipart body holds besides the file itself, at most. */
const overhead = 64 * 1024

/** Bytes in and out, in streams: what operations in JSON are not made for. */
export function serveFiles(server: FastifyInstance, routes: FileRoutes): void {
  const { kernel, asking, fail } = routes
  const answering =
    (operation: string, run: (request: FastifyRequest, reply: FastifyReply, ask: Asking) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const ask = await asking(request)
      try {
        return await run(request, reply, ask)
      } catch (error) {
        return fail(reply, error, ask, operation)
      }
    }

  // In a scope of its own: other addresses take no multipart body.
  void server.register(async (scope) => {
    await scope.register(multipart, { limits: { files: 1, fields: 5, fieldSize: 4096, parts: 6, headerPairs: 100 } })
    scope.post(
      '/api/files',
      answering('files.uploadFile', (request, reply, ask) => upload(kernel, request, reply, ask)),
    )
  })
  const one = '/api/files/:id([0-9a-fA-F-]{36})'
  server.route({
    method: 'GET',
    url: one,
    compress: false,
    exposeHeadRoute: true,
    handler: answering('files.openFile', (request, reply, ask) => download(kernel, request, reply, ask)),
  })
  const previews = new Previews(kernel)
  server.addHook('onClose', async () => previews.close())
  server.get(
    `${one}/preview`,
    answering('files.previewFile', (request, reply, ask) => preview(kernel, previews, request, reply, ask)),
  )
  server.get(
    `${one}/text`,
    answering('files.readText', (request, reply, ask) => text(kernel, previews, request, reply, ask)),
  )
}

/** Made anew only when the content is another: its address may be kept by the browser, its right is asked each time. */
async function preview(
  kernel: Kernel,
  previews: Previews,
  request: FastifyRequest,
  reply: FastifyReply,
  ask: Asking,
): Promise<unknown> {
  const { page, width } = Asked.parse(request.query)
  const file = await openFor(kernel, request, ask)
  const tag = `"${file.sha256}-${page}-${width}"`
  void reply.headers({ ...shut, etag: tag, 'cache-control': 'private, no-cache' })
  if (tagMatches(request.headers['if-none-match'], tag)) return reply.code(304).send()
  const { bytes, mediaType, pages } = await previews.look(file, page, width)
  const name = `${file.name}.${mediaType === 'text/html' ? 'html' : 'webp'}`
  return reply
    .headers({
      ...(mediaType === 'text/html' ? { 'content-security-policy': shownMarkup } : {}),
      'content-type': mediaType === 'text/html' ? 'text/html; charset=utf-8' : mediaType,
      'content-disposition': contentDisposition('attachment', name),
      'x-pages': pages,
    })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

async function text(
  kernel: Kernel,
  previews: Previews,
  request: FastifyRequest,
  reply: FastifyReply,
  ask: Asking,
): Promise<unknown> {
  const file = await openFor(kernel, request, ask)
  return reply.headers(shut).send(await previews.text(file))
}

async function upload(kernel: Kernel, request: FastifyRequest, reply: FastifyReply, ask: Asking): Promise<unknown> {
  const { lang } = ask
  try {
    const actor = allow(ask.actor, { operation: 'files.uploadFile', permission: fileRights.upload })
    const given = (request.query as { purpose?: unknown }).purpose
    const purpose = purposeOf(kernel, typeof given === 'string' ? given : 'files.general')
    const declared = Number(request.headers['content-length'] ?? 0)
    const call = { operation: 'files.uploadFile', permission: fileRights.upload, actor, lang }
    // What can be known beforehand is refused before a byte is read.
    if (declared > purpose.limit + overhead) throw refuseFile.tooLarge({ limit: formatBytes(purpose.limit, lang) })
    await runOperation(kernel, { ...call, writes: false }, (ctx) => checkUnfinished(ctx, declared))
    if (!request.isMultipart()) throw refuseFile.noFile()
    const part = await request.file({ limits: { fileSize: purpose.limit + 1 } })
    if (!part) throw refuseFile.noFile()
    const received = await receiveFile(kernel, { content: part.file, name: part.filename, purpose: purpose.id, lang })
    const { requestId, reason } = ask
    const input = { purpose: purpose.id, name: received.name, sha256: received.sha256 }
    const stored = await runOperation(kernel, { ...call, writes: true, requestId, reason, input }, (ctx) =>
      storeFile(ctx, received),
    )
    return await reply.code(201).header('location', `/api/files/${stored.id}`).send(stored)
  } catch (error) {
    // The rest of the body is not waited for.
    void reply.header('connection', 'close')
    if (request.raw.destroyed || isBrokenBody(error)) throw refuseFile.brokenOff()
    throw error
  }
}

/** A body that ends too early or is no multipart body at all. */
function isBrokenBody(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string }
  return (
    (typeof code === 'string' && (code.startsWith('FST_') || code === 'ECONNRESET')) ||
    /unexpected end|malformed|premature|multipart|boundary/i.test(message ?? '')
  )
}

async function download(kernel: Kernel, request: FastifyRequest, reply: FastifyReply, ask: Asking): Promise<unknown> {
  const file = await openFor(kernel, request, ask)
  const { headers } = request
  const tag = `"${file.sha256}"`
  const inline = file.inline && (request.query as { inline?: unknown }).inline === '1'
  void reply.headers({
    ...shut,
    etag: tag,
    'accept-ranges': 'bytes',
    // Rights may be taken back: each use asks again, and is answered "not changed".
    'cache-control': 'private, no-cache',
    'content-type': file.mediaType.startsWith('text/') ? `${file.mediaType}; charset=utf-8` : file.mediaType,
    'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
    'last-modified': new Date(file.uploadedAt).toUTCString(),
  })
  if (tagMatches(headers['if-none-match'], tag)) return reply.code(304).send()
  const whole = headers['if-range'] !== undefined && !tagMatches(String(headers['if-range']), tag)
  const range = whole ? 'all' : readRange(headers.range, file.size)
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${file.size}`).send()
  const length = range === 'all' ? file.size : range.end - range.start + 1
  void reply.header('content-length', length)
  if (range !== 'all') void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
  if (request.method === 'HEAD') return reply.send(Readable.from([]))
  try {
    return await reply.send(await kernel.blobs.get(file.sha256, range === 'all' ? undefined : range))
  } catch (error) {
    if (error instanceof BlobMissing) throw refuseFile.contentLost({ name: file.name })
    throw error
  }
}

/** The file asked for, where the actor may open it; what must be written down is, before a byte leaves. */
async function openFor(kernel: Kernel, request: FastifyRequest, ask: Asking): Promise<OpenedFile> {
  const actor = allow(ask.actor, { operation: 'files.openFile', permission: fileRights.open })
  const id = Id.safeParse((request.params as { id: string }).id)
  if (!id.success) throw refuse.notFound({ what: 'file' })
  const call = { operation: 'files.openFile', permission: fileRights.open, actor, lang: ask.lang }
  const file = await runOperation(kernel, { ...call, writes: false }, (ctx) => openFile(ctx, id.data))
  if (file.log && request.method === 'GET')
    await runOperation(kernel, { ...call, writes: true, reason: ask.reason }, (ctx) => logOpening(ctx, file.id))
  return file
}
