import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JobWorker } from '#kernel/jobs/job.worker.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { aServer, type TestServer } from './server.factory.ts'

let app: TestServer
let cookie: string
let unitId: string
beforeAll(async () => {
  app = await aServer()
  unitId = await app.asSystem(async (ctx) => (await aUnit(ctx, { code: 'VP-API', name: 'Văn phòng API' })).unitId)
  await app.account('nhapdulieu', [{ role: 'personnel-officer', unitId }])
  cookie = await app.signIn('nhapdulieu')
}, 300_000)
afterAll(() => app.close(), 60_000)

/** A file sent as browsers send one. */
function upload(kind: string, name: string, bytes: Buffer) {
  const edge = 'edge-of-a-part'
  const payload = Buffer.concat([
    Buffer.from(
      `--${edge}\r\ncontent-disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${edge}--\r\n`),
  ])
  return app.ask('POST', '/api/imports', {
    cookie,
    payload,
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  })
}

type Answer = Record<string, unknown> & { state: string; counts: Record<string, number>; mapping: Record<string, unknown> }

/** The import once its job has run. */
async function settled(id: string): Promise<Answer> {
  await new JobWorker(app.kernel).untilIdle()
  const it: Answer = (await app.ask('GET', `/api/imports/${id}`, { cookie })).json()
  expect(it.state).not.toBe('running')
  return it
}

const post = (path: string, payload: object = {}) => app.ask('POST', `/api/imports/${path}`, { cookie, payload })

describe('imports over HTTP', () => {
  test('from the file to the record and back, each step in the background', { timeout: 120_000 }, async () => {
    const kinds: { name: string }[] = (await app.ask('GET', '/api/imports/kinds', { cookie })).json()
    // Lists of units are for who may change units everywhere.
    expect(kinds.map((k) => k.name)).toEqual(['people', 'position-schemes', 'ratings'])
    const file =
      'Họ và tên;Ngày sinh;Giới tính;Nhóm;Đơn vị;Chức vụ;Từ ngày\nNgô Thị Mười;1990;Nữ;Viên chức;VP-API;Văn thư;01/01/2020\n'
    const sent = await upload('people', 'một người.csv', Buffer.from(file))
    expect(sent.statusCode).toBe(200)
    const { id } = sent.json<{ id: string }>()
    const drafted = await settled(id)
    expect(drafted).toMatchObject({
      state: 'drafted',
      fileName: 'một người.csv',
      mapping: { fullName: { column: 0 } },
      mine: true,
    })
    const preview = (await app.ask('GET', `/api/imports/${id}/sheets/0`, { cookie })).json<{ rows: { kind: string }[] }>()
    expect(preview.rows.map((r) => r.kind)).toEqual(['header', 'body'])

    expect((await post(`${id}/check`, { mapping: drafted.mapping })).statusCode).toBe(200)
    expect(await settled(id)).toMatchObject({ state: 'checked', complete: true, counts: { made: 1 } })
    expect((await post(`${id}/commit`)).statusCode).toBe(200)
    expect(await settled(id)).toMatchObject({ state: 'committed', counts: { made: 1 } })

    const people = (await app.ask('GET', '/api/people/persons?search=ngo%20thi%20muoi', { cookie })).json<{
      rows: { id: string }[]
    }>()
    expect(people.rows).toHaveLength(1)
    const origin = await app.ask('GET', `/api/imports/origin/people/${people.rows[0]?.id}`, { cookie })
    expect(origin.json()).toMatchObject([
      { fileName: 'một người.csv', no: 2, cells: { fullName: 'A2', unit: 'E2' }, titles: { fullName: 'Họ và tên' }, open: true },
    ])
    // Who sees the person but not the import learns where it came from, and is not sent to a page that is not there.
    await app.account('dongnghiep', [{ role: 'personnel-officer', unitId }])
    const colleague = await app.ask('GET', `/api/imports/origin/people/${people.rows[0]?.id}`, {
      cookie: await app.signIn('dongnghiep'),
    })
    expect(colleague.json()).toMatchObject([{ fileName: 'một người.csv', no: 2, open: false }])
    const list = (await app.ask('GET', '/api/imports?search=mot%20nguoi', { cookie })).json<{ rows: object[] }>()
    expect(list.rows).toMatchObject([{ id, state: 'committed', made: 1, kind: 'people' }])

    expect((await post(`${id}/undo`, { reason: 'Thử' })).statusCode).toBe(200)
    expect((await app.ask('GET', '/api/people/persons?search=ngo%20thi%20muoi', { cookie })).json()).toMatchObject({ rows: [] })
  })

  test('what is no table is told in words, a kind without the right refused', { timeout: 60_000 }, async () => {
    const { id } = (await upload('people', 'anh.csv', Buffer.from('%PDF-1.7 nothing'))).json<{ id: string }>()
    expect(await settled(id)).toMatchObject({ state: 'failed', problem: { code: 'kernel.imports.files.notASpreadsheet' } })
    expect((await upload('units', 'x.csv', Buffer.from('Mã,Tên\n01,Hà Nội'))).statusCode).toBe(403)
    expect((await upload('nothing', 'x.csv', Buffer.from('a,b'))).statusCode).toBe(404)
  })

  test('a template is an empty workbook that the import itself understands', { timeout: 60_000 }, async () => {
    const answer = await app.ask('GET', '/api/imports/kinds/people/template', { cookie })
    expect(answer.statusCode).toBe(200)
    const { id } = (await upload('people', 'mau.xlsx', answer.rawPayload)).json<{ id: string }>()
    const it = await settled(id)
    expect(it).toMatchObject({ sheetName: 'Nhập', layout: { headerTop: 0, body: 1 } })
    expect(it.mapping).toMatchObject({ citizenId: { column: 0 }, fullName: { column: 1 }, from: { column: 11 } })
  })
})
