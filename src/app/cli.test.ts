import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { figureCatalogue } from '#domains/reports/catalogue.store.ts'
import { openBlobs } from '#kernel/blobs/open-blobs.ts'
import type { Database } from '#kernel/database.ts'
import { runOperation } from '#kernel/operations.ts'
import { Output } from './cli/output.ts'
import { runLine } from './cli/run.ts'
import { loadDemonstration } from './demo/load.ts'
import { domains } from './domains.ts'
import { allPermissions, makeKernel, openMigrated, setInstallationKind, system } from './platform.ts'

/**
 * The command on a small demonstration province which this process holds open, as a server does. What belongs to the process (exit codes,
 * pipes, holding the folder itself) is tested by running it as one; the rest within this one, because starting one takes seconds.
 */

const root = resolve(import.meta.dirname, '../..')
const minute = 60_000

let folder: string
let held: Database | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noivu-cli-'))
  held = await openMigrated({ folder: join(folder, 'data') })
  const [permission] = allPermissions
  if (!permission) throw new Error('no permissions')
  const kernel = makeKernel(held, { demonstration: true, blobs: await openBlobs({ dataFolder: join(folder, 'data') }) })
  await runOperation(kernel, { operation: 'testing.load', permission, writes: true, actor: system }, (ctx) =>
    loadDemonstration(ctx, () => {}, 0.3),
  )
  await setInstallationKind(held.pool, 'demonstration')
}, 4 * minute)

afterAll(async () => {
  await held?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Outcome {
  code: number | null
  out: string
  err: string
}

const environment = (data: string): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: undefined,
  NOIVU_DATA: data,
  VITEST: undefined,
})

/** The command as a process of its own, from source. */
function spawned(...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'src/app/cli.ts', ...args],
      { cwd: root, env: environment(join(folder, 'data')), maxBuffer: 64 * 1024 * 1024 },
      (_error, out, err) => done({ code: child.exitCode, out, err }),
    )
  })
}

/** The command within this process. */
async function noivu(...args: string[]): Promise<Outcome> {
  return noivuIn(join(folder, 'data'), ...args)
}

async function noivuIn(data: string, ...args: string[]): Promise<Outcome> {
  vi.stubEnv('NOIVU_DATA', data)
  vi.stubEnv('DATABASE_URL', undefined)
  const written = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Output(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          written[name] += chunk.toString()
          done()
        },
      }),
    )
  const code = await runLine(args, { out: into('out'), err: into('err') })
  return { code, ...written }
}

const rowsOf = (csv: string) => parse(csv, { columns: true }) as Record<string, string>[]
const headOf = (csv: string) => csv.slice(0, csv.indexOf('\n'))

describe('usage', () => {
  test('help in both languages names every command and the exit codes', { timeout: minute }, async () => {
    const [vi, en] = await Promise.all([spawned('--help'), spawned('--help', '--lang', 'en')])
    expect([vi.code, en.code]).toEqual([0, 0])
    for (const command of ['start', 'figures', 'figure ID', 'report', 'units', 'people', 'check', 'audit verify']) {
      expect(vi.out).toContain(`noivu ${command}`)
      expect(en.out).toContain(`noivu ${command}`)
    }
    expect(vi.out).toContain('Mã thoát')
    expect(en.out).toContain('Exit codes')
  })

  test('an unknown command ends with exit code 2', { timeout: minute }, async () => {
    expect(await spawned('nonsense')).toEqual({
      code: 2,
      out: '',
      err: 'Không có lệnh “nonsense”. Gõ noivu --help để xem các lệnh.\n',
    })
  })

  test.each([
    [['audit', 'nonsense'], 'Không có lệnh “audit nonsense”'],
    [['figures', '--report', 'annual-2022', '--nonsense'], '--nonsense'],
    [['figures'], 'Thiếu --report'],
    [['figures', '--report', '--csv'], 'Thiếu --report'],
    [['units', '--as-of', '2022-02-30', '--lang', 'en'], '“2022-02-30” is not a date'],
    [['figure', 'F99-99', '--lang', 'en'], 'There is no figure “F99-99”'],
    [['report', 'annual-2022', '--out', 'report.odt'], 'report.odt'],
    [['people', '--search', 'an', '--csv', '--json'], '--csv'],
  ])('%j is wrong usage, told in one line', { timeout: minute }, async (args, line) => {
    const { code, out, err } = await noivu(...args)
    expect(err).toContain(line)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  test('before the first start there is nothing to read, and nothing is made', { timeout: minute }, async () => {
    const empty = join(folder, 'nothing')
    const { code, err } = await noivuIn(empty, 'check', '--lang', 'en')
    expect(err).toContain('noivu start')
    expect(code).toBe(1)
    expect(() => readFileSync(empty)).toThrow('ENOENT')
  })
})

describe('while another process holds the data folder', () => {
  test(
    'figures: every figure of the catalogue in its order, those that a domain computes from records',
    { timeout: minute },
    async () => {
      const { code, out } = await spawned('figures', '--report', 'annual-2022', '--csv')
      expect(code).toBe(0)
      expect(headOf(out)).toBe('id,value,unit,qualifier,source,status')
      const rows = rowsOf(out)
      expect(rows.map((r) => r.id)).toEqual(figureCatalogue().figures.map((f) => f.id))
      expect(rows).toHaveLength(409)
      const computed = rows.filter((r) => r.source === 'computed').map((r) => r.id)
      const defined = new Set<string>(domains.flatMap((domain) => (domain.indicators ?? []).map(({ id }) => id)))
      expect(computed).toEqual(rows.map((r) => r.id).filter((id) => id !== undefined && defined.has(id)))
      expect(computed.length).toBeGreaterThan(70)
      expect(rows.every((r) => /^(-?\d+(\.\d+)?)?$/.test(r.value ?? 'none'))).toBe(true)
    },
  )

  test('the records behind a figure are as many as it says', { timeout: minute }, async () => {
    const [one, records, ratio] = await Promise.all([
      noivu('figure', 'F34d-03', '--report', 'annual-2022', '--json'),
      noivu('figure', 'F34d-03', '--records', '--csv'),
      noivu('figure', 'F39b-14', '--records', '--csv'),
    ])
    const figure = JSON.parse(one.out) as { value: string; source: string }
    expect(figure.source).toBe('computed')
    expect(Number(figure.value)).toBeGreaterThan(5000)
    expect(rowsOf(records.out)).toHaveLength(Number(figure.value))
    const terms = rowsOf(ratio.out)
    const sum = (term: string) => terms.filter((r) => r.term === term).reduce((total, r) => total + Number(r.amount), 0)
    expect((100 * sum('numerator')) / sum('denominator')).toBe(100)
  })

  test('a typed-in figure shows its evidence, and one record whose amount is the value', { timeout: minute }, async () => {
    const [read, records] = await Promise.all([
      noivu('figure', 'FI-02', '--lang', 'en'),
      noivu('figure', 'FI-02', '--records', '--csv'),
    ])
    expect(read.out).toContain('Evidence')
    expect(read.out).toContain('315-BC/ĐU')
    expect(rowsOf(records.out).map((r) => r.amount)).toEqual(['66'])
  })

  test('units of a day, one level, below one unit', { timeout: minute }, async () => {
    const [all, communes] = await Promise.all([
      noivu('units', '--as-of', '2022-12-31', '--csv'),
      noivu('units', '--as-of', '31/12/2022', '--level', 'commune', '--under', '323', '--csv'),
    ])
    expect(headOf(all.out)).toBe('id,code,name,kind,parent_code,valid_from,valid_to')
    const units = rowsOf(all.out)
    expect(new Set(units.map((u) => u.code)).size).toBe(units.length)
    expect(rowsOf(communes.out).every((u) => u.parent_code === '323')).toBe(true)
    expect(rowsOf(communes.out)).toHaveLength(
      units.filter((u) => u.parent_code === '323' && /commune|ward|town/.test(u.kind ?? '')).length,
    )
    const unknown = await noivu('units', '--as-of', '2022-12-31', '--under', 'XXX', '--csv', '--lang', 'en')
    expect([unknown.code, unknown.out]).toEqual([2, ''])
    expect(unknown.err).toContain('XXX')
  })

  test('people by name, with and without marks', { timeout: minute }, async () => {
    const [marked, plain] = await Promise.all([
      noivu('people', '--search', 'Nguyễn Văn', '--csv'),
      noivu('people', '--search', 'nguyen van', '--csv'),
    ])
    expect(headOf(plain.out)).toBe('id,name,birth_date,unit,post')
    expect(rowsOf(plain.out).length).toBeGreaterThan(10)
    expect(marked.out).toBe(plain.out)
  })

  test('check tells both numbers and the places, and exits with 1', { timeout: minute }, async () => {
    const [read, data, whole] = await Promise.all([
      noivu('check', '--lang', 'en'),
      noivu('check', '--report', 'annual-2022', '--json'),
      noivu('check', '--json'),
    ])
    expect([read.code, data.code, whole.code]).toEqual([1, 1, 1])
    // The records of the demonstration keep every rule.
    expect(JSON.parse(whole.out)).toMatchObject({ records: [] })
    const { findings } = JSON.parse(data.out) as { findings: Record<string, unknown>[] }
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: 'A',
        figures: ['FI-02', 'FI-05', 'FI-07'],
        expected: '≤ 66',
        found: '71',
        places: ['1.I'],
      }),
    )
    expect(read.out).toContain('≤ 66')
  })

  test('the report as Word, PDF and HTML; a report and an edition that are not there', { timeout: minute }, async () => {
    const file = (ending: string) => join(folder, `report.${ending}`)
    const written = await Promise.all(
      ['docx', 'pdf', 'html'].map((ending) => noivu('report', 'annual-2022', '--out', file(ending))),
    )
    expect(written.map((w) => w.code)).toEqual([0, 0, 0])
    expect(readFileSync(file('docx')).subarray(0, 2).toString()).toBe('PK')
    expect(readFileSync(file('pdf')).subarray(0, 5).toString()).toBe('%PDF-')
    expect(readFileSync(file('html'), 'utf8')).toContain('BÁO CÁO')
    const wrong = await Promise.all([
      noivu('report', 'annual-1999', '--out', file('pdf')),
      noivu('report', 'annual-2022', '--edition', '9', '--out', file('pdf')),
      noivu('report', 'annual-2022', '--out', join(folder, 'no', 'such', 'folder.pdf')),
    ])
    expect(wrong.map((w) => w.code)).toEqual([2, 2, 1])
    expect(wrong.every((w) => w.err.trimEnd().split('\n').length === 1)).toBe(true)
  })

  test(
    'audit verify exits with 0 on a whole chain and with 1 where it is broken, saying where',
    { timeout: minute },
    async () => {
      expect(await noivu('audit', 'verify', '--lang', 'en')).toMatchObject({ code: 0, err: '' })
      const alter = (by: string) =>
        held?.pool.query(
          `ALTER TABLE audit.entry DISABLE TRIGGER append_only; UPDATE audit.entry SET actor_name = ${by} WHERE seq = 1; ALTER TABLE audit.entry ENABLE TRIGGER append_only`,
        )
      await alter(`actor_name || '!'`)
      const broken = await noivu('audit', 'verify', '--json')
      await alter(`rtrim(actor_name, '!')`)
      expect(broken.code).toBe(1)
      expect(JSON.parse(broken.out)).toMatchObject({ whole: false, faults: [{ seq: 1, fault: 'entry-altered' }] })
    },
  )

  test('a reader that goes away ends it quietly', { timeout: minute }, async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/app/cli.ts', 'figure', 'F34d-03', '--records', '--csv'], {
      cwd: root,
      env: environment(join(folder, 'data')),
    })
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise((done) => child.once('exit', done))
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
})

describe('noivu backup and restore', () => {
  const data = () => join(folder, 'data')
  const file = () => join(folder, 'all.noivu')
  const records = (data: string) => noivuIn(data, 'figure', 'F34d-03', '--records', '--csv')
  interface Told {
    records: number
    contents: number
    audit: { seq: number; hash: string }
  }

  beforeAll(async () => {
    const blobs = await openBlobs({ dataFolder: data() })
    await blobs.put(Readable.from([Buffer.from('biên bản')]))
  })

  test(
    'through the process that holds the folder, into one file; restored elsewhere it answers the same',
    { timeout: 3 * minute },
    async () => {
      const made = await noivu('backup', file(), '--json')
      expect(made.code).toBe(0)
      const told = JSON.parse(made.out) as Told
      expect(told).toMatchObject({ contents: 1, lost: [] })
      expect(told.records).toBeGreaterThan(10_000)
      expect(made.err).toContain('Đọc dữ liệu 0%')
      const elsewhere = join(folder, 'elsewhere')
      const restored = await noivuIn(elsewhere, 'restore', file())
      expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('Đã khôi phục') as string })
      expect(restored.out).toContain(`${told.audit.seq}:${told.audit.hash}`)
      expect(await records(elsewhere)).toEqual(await records(data()))
      expect(await noivuIn(elsewhere, 'audit', 'verify', '--backup', file())).toMatchObject({ code: 0 })
      // Nothing is put on top of what is there.
      expect(await noivuIn(elsewhere, 'restore', file())).toMatchObject({
        code: 1,
        err: expect.stringContaining('đã có dữ liệu') as string,
      })
      expect(await noivu('backup', file(), '--lang', 'en')).toMatchObject({
        code: 1,
        err: `There is a file ${file()} already. Choose another name: an older backup is not overwritten.\n`,
      })
    },
  )

  test(
    'verify restores it and compares; a file with one byte changed is told, and nothing of it is left',
    { timeout: 3 * minute },
    async () => {
      const whole = await noivu('backup', 'verify', file(), '--json')
      expect(whole).toMatchObject({ code: 0 })
      expect(JSON.parse(whole.out)).toMatchObject({ whole: true, contents: 1 })
      const bytes = readFileSync(file())
      bytes[bytes.length >> 1]! ^= 1
      const flipped = join(folder, 'flipped.noivu')
      writeFileSync(flipped, bytes)
      expect(await noivu('backup', 'verify', flipped)).toMatchObject({
        code: 1,
        err: expect.stringContaining('bị hỏng') as string,
      })
      const target = join(folder, 'target')
      expect(await noivuIn(target, 'restore', flipped)).toMatchObject({ code: 1, out: '' })
      expect(existsSync(join(target, 'pg'))).toBe(false)
    },
  )

  test('with the passphrase in the first line of a file', { timeout: 3 * minute }, async () => {
    const [right, wrong, empty] = ['right', 'wrong', 'empty'].map((name) => join(folder, name)) as [string, string, string]
    writeFileSync(right, 'bốn từ khó đoán\n')
    writeFileSync(wrong, 'bốn từ dễ đoán\n')
    writeFileSync(empty, '\n')
    const secret = join(folder, 'secret.noivu')
    expect(await noivu('backup', secret, '--passphrase-file', right)).toMatchObject({ code: 0 })
    expect(await noivu('backup', 'verify', secret)).toMatchObject({
      code: 1,
      err: expect.stringContaining('--passphrase-file') as string,
    })
    const told = async (passphrase: string) => (await noivu('backup', 'verify', secret, '--passphrase-file', passphrase)).err
    expect(await told(wrong)).toContain('không đúng')
    expect(await told(empty)).toContain('trống')
    expect(await told(join(folder, 'none'))).toContain('Không đọc được')
    expect(await noivu('audit', 'verify', '--backup', secret, '--passphrase-file', right)).toMatchObject({ code: 0 })
  })

  test('the head of the log, written down, shows later whether entries were rewritten', { timeout: minute }, async () => {
    const { out } = await noivu('audit', 'head')
    expect(out).toMatch(/^\d+:[0-9a-f]{64}\n$/)
    const [seq, hash] = out.trim().split(':')
    expect(JSON.parse((await noivu('audit', 'head', '--json')).out)).toEqual({ seq: Number(seq), hash })
    expect(await noivu('audit', 'verify', '--against', out.trim())).toMatchObject({ code: 0 })
    const other = `${seq}:${'0'.repeat(64)}`
    expect(await noivu('audit', 'verify', '--against', other, '--lang', 'en')).toMatchObject({
      code: 1,
      out: expect.stringContaining('rewritten or removed') as string,
    })
    expect(await noivu('audit', 'verify', '--against', 'abc')).toMatchObject({ code: 2, out: '' })
  })

  test('killed while it writes, it leaves no file under the name', { timeout: 2 * minute }, async () => {
    const blobs = await openBlobs({ dataFolder: data() })
    // Enough to write for a while.
    const { sha256 } = await blobs.put(Readable.from(Array.from({ length: 80 }, () => randomBytes(1024 * 1024))))
    const target = join(folder, 'killed.noivu')
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/app/cli.ts', 'backup', target], {
      cwd: root,
      env: environment(data()),
    })
    const ended = new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_code, signal) => done(signal)))
    const watch = setInterval(() => {
      if (existsSync(`${target}.part`) && statSync(`${target}.part`).size > 4_000_000) child.kill('SIGKILL')
    }, 5)
    expect(await ended).toBe('SIGKILL')
    clearInterval(watch)
    expect(existsSync(target)).toBe(false)
    await blobs.remove(sha256)
    expect(await noivu('backup', target)).toMatchObject({ code: 0 })
  })
})

describe('noivu import', () => {
  const units = (...rows: string[]) => {
    const file = join(folder, 'don-vi_2020-01-01.csv')
    writeFileSync(file, ['Mã,Tên', ...rows].join('\n'))
    return file
  }

  test('lists what can be brought in; wrong kinds, fields and files are told', async () => {
    const { rows } = { rows: JSON.parse((await noivu('import', '--list', '--json')).out) as { kind: string; required: string }[] }
    expect(rows.map((r) => r.kind)).toEqual(expect.arrayContaining(['units', 'people', 'ratings']))
    expect(await noivu('import', 'nothing', 'x.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'units, reorganisation, unit-lists, boundaries, people, positions, position-schemes, ratings',
      ) as string,
    })
    expect(await noivu('import', 'units')).toMatchObject({ code: 2 })
    expect(await noivu('import', 'units', units('01,Tỉnh Một'), '--set', 'nothing=1')).toMatchObject({ code: 2 })
    expect(await noivu('import', 'units', join(folder, 'no-such-file.csv'))).toMatchObject({ code: 1 })
  })

  test(
    'checks without writing, writes everything or nothing, and the same file twice changes nothing',
    { timeout: 2 * minute },
    async () => {
      type Told = { counts: Record<string, number>; written: boolean; refused: { cell: string; message: string }[] }[]
      const told = async (...args: string[]) => {
        const { code, out } = await noivu('import', 'units', ...args, '--json')
        const [one] = JSON.parse(out) as Told
        return { code, counts: one?.counts, written: one?.written, refused: one?.refused.map((r) => r.cell) }
      }
      const count = async () =>
        (
          await held?.pool.query<{ n: number }>(
            `SELECT count(*)::int AS n FROM organization.unit_version WHERE code LIKE '9700_'`,
          )
        )?.rows[0]?.n
      const bad = units('97001,Xã Bảy', '97002,Xã Tám', '97009,Không rõ')
      expect(await told(bad)).toEqual({ code: 1, counts: { made: 2, refused: 1 }, written: false, refused: ['4'] })
      expect(await count()).toBe(0)
      const good = units('97001,Xã Bảy', '97002,Xã Tám')
      expect(await told(good, '--dry-run')).toEqual({ code: 0, counts: { made: 2 }, written: false, refused: [] })
      expect(await count()).toBe(0)
      expect(await told(good)).toEqual({ code: 0, counts: { made: 2 }, written: true, refused: [] })
      expect(await count()).toBe(2)
      expect(await told(good)).toEqual({ code: 0, counts: { same: 2 }, written: true, refused: [] })
      const plain = await noivu('import', 'units', good, '--lang', 'en')
      expect(plain.out).toContain('Nothing new: every row is recorded already.')
    },
  )
})

test('commands that nobody holds the folder for take turns', { timeout: 2 * minute }, async () => {
  await held?.close()
  held = undefined
  const answers = await Promise.all([
    spawned('units', '--as-of', '2022-12-31', '--level', 'province', '--csv'),
    spawned('check', '--json'),
  ])
  expect(answers.map((a) => [a.code, a.err])).toEqual([
    [0, ''],
    [1, ''],
  ])
  expect(rowsOf(answers[0].out)).toMatchObject([{ code: '33', parent_code: '' }])
})
