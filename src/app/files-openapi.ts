import { fileRights } from '#domains/files/index.ts'

const refusal = (description: string) => ({ description, content: { 'application/json': { schema: { type: 'object' } } } })
const parameter = (name: string, place: 'path' | 'query' | 'header', description: string, schema: Record<string, unknown>) => ({
  name,
  in: place,
  description,
  schema,
  ...(place === 'path' ? { required: true } : {}),
})
const id = parameter('id', 'path', 'Id of the file', { type: 'string', format: 'uuid' })
const bytes = (description: string) => ({
  description,
  content: { '*/*': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } },
})
const refused = {
  401: refusal('Not signed in'),
  403: refusal('Without the right'),
  404: refusal('Not there, or not within reach'),
}
const tags = ['files']

/** The addresses that carry bytes in streams. They are written here by hand, for no contract describes them. */
export const byteRoutes = {
  '/files': {
    post: {
      operationId: 'files.uploadFile',
      summary: 'Upload one file, in a stream; the answer is its record',
      tags,
      'x-permission': fileRights.upload.id,
      parameters: [
        parameter('purpose', 'query', 'What it is for: decides size and kinds taken', {
          type: 'string',
          default: 'files.general',
        }),
        parameter('x-request-id', 'header', 'A second arrival of the same request makes no second file', { type: 'string' }),
      ],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
            },
          },
        },
      },
      responses: {
        201: { description: 'Stored', content: { 'application/json': { schema: { type: 'object' } } } },
        401: refused[401],
        403: refused[403],
        413: refusal('Larger than the purpose allows'),
        415: refusal('Of a kind not taken, or made to do harm'),
        422: refusal('No file, an empty one, or a body that broke off'),
        429: refusal('Too many uploads not yet used'),
      },
    },
  },
  '/files/{id}': {
    get: {
      operationId: 'files.openFile',
      summary: 'The content of a file, whole or a range; HEAD tells size and type',
      tags,
      'x-permission': fileRights.open.id,
      parameters: [
        id,
        parameter('inline', 'query', '1: shown in the browser where its type is harmless', { type: 'string', enum: ['1'] }),
        parameter('range', 'header', 'One range of bytes', { type: 'string' }),
      ],
      responses: {
        200: bytes('All of it'),
        206: bytes('The range asked for'),
        304: { description: 'Not changed' },
        416: { description: 'The range lies outside' },
        ...refused,
      },
    },
  },
  '/files/{id}/preview': {
    get: {
      operationId: 'files.previewFile',
      summary: 'A page as a picture, or a document or table as markup that runs nothing; x-pages tells how many there are',
      tags,
      'x-permission': fileRights.open.id,
      parameters: [
        id,
        parameter('page', 'query', 'Page or sheet, from 1', { type: 'integer', minimum: 1, default: 1 }),
        parameter('width', 'query', 'Points wide, rounded up to one of a few widths', { type: 'integer', default: 960 }),
      ],
      responses: {
        200: { description: 'The page', content: { 'image/webp': {}, 'text/html': {} } },
        415: refusal('No preview of this kind, locked, unreadable or too heavy'),
        ...refused,
      },
    },
  },
  '/files/{id}/text': {
    get: {
      operationId: 'files.readText',
      summary: 'The text of a file, by page or sheet',
      tags,
      'x-permission': fileRights.open.id,
      parameters: [id],
      responses: {
        200: {
          description: 'The text of each page',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { pages: { type: 'array', items: { type: 'string' } }, cut: { type: 'boolean' } },
              },
            },
          },
        },
        415: refusal('No text of this kind'),
        ...refused,
      },
    },
  },
}
