import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { getPerson } from '#domains/people/index.ts'
import { listPeople } from '#domains/people/person.service.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import { type DatabaseSettings, openDatabase } from '#kernel/database.ts'
import { fold } from '#kernel/text.ts'
import { askFor, type Measured, median, percentile, type Queries, queriesOf, queryAlone } from './bench/load.ts'
import { weighFirstPage } from './bench/page.ts'
import { describeRun, type Line, printReport } from './bench/report.ts'
import { aLongCareer } from './bench/career.ts'
import { aCountry, countryThere, questionsOfUnits, reorganise } from './bench/reorganisation.ts'
import { importFile, type ImportTimes, peopleWorkbook, unitsForImport } from './bench/import.ts'
import {
  buildProgram,
  makeProvince,
  ownDatabase,
  plainPool,
  type Program,
  removeFolders,
  signIn,
  startProgram,
  temporaryFolder,
} from './bench/world.ts'
import { readConfig } from './config.ts'
import { makeKernel, openMigrated } from './platform.ts'

/**
 * `npm run bench [-- --quick] [-- --part NAME]`: measures the built program on this machine and writes docs/benchmarks.md. Speeds are given
 * as ratios of two measurements of one run, taken in turns, so that a busy machine weighs on both; a quick run or a part prints only.
 */
const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, part: { type: 'string', multiple: true, default: [] } },
})
const wanted = (part: 'embedded' | 'search' | 'tenfold' | 'imports' | 'postgres' | 'country' | 'reorganisation') =>
  options.part.length === 0 || options.part.includes(part)
const seconds = options.quick ? 2 : 6
const rounds = options.quick ? 1 : 5
const repeats = options.quick ? 3 : 7

const lines: Line[] = []

function report(what: string, measured: string, target: string, met: boolean): void {
  lines.push({ what, measured, target, met })
  process.stdout.write(`${met ? 'met   ' : 'MISSED'} ${what}: ${measured} (target ${target})\n`)
}

const tell = (line: string) => void process.stderr.write(`${line}\n`)
const fixed = (value: number, digits = 2) => value.toFixed(digits)

type Place = { dataFolder: string; databaseUrl?: string }

/** Throughput of the API against the driver alone, with the same queries on the same database, 8 connections each. */
async function measureRatios(kind: string, place: Place, program: Program): Promise<void> {
  const cookie = await signIn(program.url, 'giamdoc')
  const pool = plainPool(place, 8)
  try {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM people.person ORDER BY md5(id::text) LIMIT 200')
    const ids = rows.map((r) => r.id)
    const persons: Queries[] = []
    for (const id of ids) persons.push(await queriesOf(pool, (ctx) => getPerson(ctx, id)))
    const pages = [await queriesOf(pool, (ctx) => listPeople(ctx, { limit: 50 }))]
    await compare(
      `one record (getPerson), ${kind}`,
      pool,
      persons,
      program.url,
      cookie,
      ids.map((id) => `/api/people/persons/${id}`),
    )
    await compare(`a page of 50 (listPeople), ${kind}`, pool, pages, program.url, cookie, ['/api/people/persons?limit=50'])
  } finally {
    await pool.end()
  }
}

async function compare(
  what: string,
  pool: ReturnType<typeof plainPool>,
  operations: Queries[],
  url: string,
  cookie: string,
  paths: string[],
): Promise<void> {
  const ratios: number[] = []
  const api: Measured[] = []
  const alone: Measured[] = []
  await askFor(1, 8, url, cookie, paths)
  await queryAlone(1, 8, pool, operations)
  for (let round = 0; round < rounds; round++) {
    const ours = await askFor(seconds, 8, url, cookie, paths)
    const theirs = await queryAlone(seconds, 8, pool, operations)
    api.push(ours)
    alone.push(theirs)
    ratios.push(ours.perSecond / theirs.perSecond)
  }
  const ratio = median(ratios)
  const speed = (all: Measured[]) => median(all.map((m) => m.perSecond)).toFixed(0)
  report(what, `${fixed(ratio)} of pg alone (${speed(api)}/s against ${speed(alone)}/s)`, 'at least 0.33', ratio >= 1 / 3)
}

/** Milliseconds of one request after another, whole answers. */
async function timesOf(url: string, cookie: string, path: string): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    const answer = await fetch(url + path, { headers: { cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    times.push(performance.now() - start)
  }
  return times
}

const figuresPath = '/api/reports/figures?period=2022'

async function measureFigures(program: Program, what: string): Promise<number> {
  const times = await timesOf(program.url, await signIn(program.url, 'tonghop'), figuresPath)
  report(
    `all 409 figures, ${what}`,
    `${fixed(median(times) / 1000)} s (first ${fixed((times[0] ?? 0) / 1000)} s)`,
    'less than 2 s',
    median(times) < 2000,
  )
  return median(times)
}

async function measureDocuments(program: Program): Promise<void> {
  const cookie = await signIn(program.url, 'tonghop')
  for (const [format, name] of [
    ['docx', 'Word'],
    ['pdf', 'PDF'],
  ] as const) {
    const times = await timesOf(program.url, cookie, `/api/reports/reports/annual-2022/print?format=${format}`)
    report(
      `the yearly report as ${name}`,
      `${fixed(median(times) / 1000)} s (first ${fixed((times[0] ?? 0) / 1000)} s)`,
      'less than 3 s',
      median(times) < 3000,
    )
  }
}

/** Names as people type them: without marks, whole or in part. */
async function namesToType(place: Place): Promise<string[]> {
  const database = await openDatabase(place.databaseUrl ? { url: place.databaseUrl } : { folder: place.dataFolder, join: true })
  try {
    const { rows } = await database.pool.query<{ name: string }>(
      'SELECT full_name AS name FROM people.person ORDER BY md5(id::text) LIMIT 200',
    )
    return rows.map(({ name }, i) => {
      const words = fold(name).split(' ')
      return [words.join(' '), words.slice(-2).join(' '), words.slice(0, 2).join(' '), words.slice(-1).join(' ')][i % 4] ?? ''
    })
  } finally {
    await database.close()
  }
}

async function measureSearch(serverUrl: string | null): Promise<void> {
  const folder = temporaryFolder()
  tell('making 109,000 people')
  await makeProvince({ folder }, 4)
  const career = await aLongCareer({ folder })
  await searchNames({ dataFolder: folder }, 'embedded database', [1, 4], career)
  if (!serverUrl) return
  const own = await ownDatabase(serverUrl)
  try {
    tell('making 109,000 people on PostgreSQL')
    await makeProvince({ url: own.url }, 4)
    const career = await aLongCareer({ url: own.url })
    await searchNames({ dataFolder: temporaryFolder(), databaseUrl: own.url }, 'PostgreSQL', [1, 4], career)
  } finally {
    await own.drop()
  }
}

/** What an officer asks of 100,000 people: a name typed, a page in any order, a body, a group; and a file of forty years, opened whole. */
async function searchNames(
  place: Place,
  database: string,
  connections: number[],
  career: { id: string; rows: number },
): Promise<void> {
  const program = await startProgram(place)
  try {
    const cookie = await signIn(program.url, 'giamdoc')
    const paths = (await namesToType(place)).map((name) => `/api/people/persons?limit=50&search=${encodeURIComponent(name)}`)
    await askFor(5, 4, program.url, cookie, paths)
    for (const many of connections) {
      const found = await askFor(seconds * 3, many, program.url, cookie, paths)
      const [p50, p95] = [percentile(found, 50), percentile(found, 95)]
      report(
        `search by name over 109,000 people, ${database}, ${many === 1 ? '1 connection' : `${many} connections`}`,
        `p50 ${fixed(p50, 1)} ms, p95 ${fixed(p95, 1)} ms, ${found.perSecond.toFixed(0)}/s`,
        'p95 at most 50 ms',
        p95 <= 50,
      )
    }
    const unit = (
      (await (await fetch(`${program.url}/api/organization/units?limit=1&level=department`, { headers: { cookie } })).json()) as {
        rows: { id: string }[]
      }
    ).rows[0]?.id
    const list = ['', '&sort=-fullName', '&category=civil-servant', `&unitId=${unit}`].map(
      (more) => `/api/people/persons?limit=50${more}`,
    )
    const file = `/api/personnel/files/${career.id}`
    for (const [what, paths, bar] of [
      ['list and filters of 109,000 people', list, 50],
      [`a person with 40 years of service (${career.rows} rows): page`, [`/api/people/persons/${career.id}`], 100],
      [`the same person: time line of all domains`, [`${file}/timeline`], 100],
      [`the same person: personal file`, [`${file}/personal`], 100],
    ] as const) {
      await askFor(1, 1, program.url, cookie, [...paths])
      const found = await askFor(seconds, 1, program.url, cookie, [...paths])
      const [p50, p95] = [percentile(found, 50), percentile(found, 95)]
      report(
        `${what}, ${database}, 1 connection`,
        `p50 ${fixed(p50, 1)} ms, p95 ${fixed(p95, 1)} ms`,
        `p95 at most ${bar} ms`,
        p95 <= bar,
      )
    }
  } finally {
    await program.stop()
  }
}

/** The palette: names, parts of names, units, figures, slips of the finger, as typed, over every kind at once. */
async function measurePalette(program: Program, place: Place): Promise<void> {
  const cookie = await signIn(program.url, 'giamdoc')
  const names = await namesToType(place)
  const texts = [
    ...names,
    ...names.slice(0, 40).map((name) => `${name.slice(0, -2)}${name.at(-1) ?? ''}x`),
    'noi vu',
    'F34d',
    'Sở Nội vụ',
    '"giỗ tổ"',
  ]
  const paths = texts.map((text) => `/api/search?text=${encodeURIComponent(text)}`)
  await askFor(2, 1, program.url, cookie, paths)
  const found = await askFor(seconds, 1, program.url, cookie, paths)
  const [p50, p95] = [percentile(found, 50), percentile(found, 95)]
  report(
    'search across everything (Ctrl-K), demonstration province, 1 connection',
    `p50 ${fixed(p50, 1)} ms, p95 ${fixed(p95, 1)} ms`,
    'p95 at most 150 ms',
    p95 <= 150,
  )
}

async function measureEmbedded(): Promise<number> {
  const place = { dataFolder: temporaryFolder() }
  tell('first start')
  const first = await startProgram(place)
  report('first start, with the demonstration province', `${fixed(first.seconds, 1)} s`, 'at most 90 s', first.seconds <= 90)
  await first.stop()
  const program = await startProgram(place)
  report('a later start', `${fixed(program.seconds, 1)} s`, 'at most 8 s', program.seconds <= 8)
  try {
    await measureRatios('embedded database', place, program)
    const figures = await measureFigures(program, 'demonstration province')
    await measureDocuments(program)
    await measurePalette(program, place)
    const page = await weighFirstPage(program.url)
    const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`
    report(
      'first page and start page of the client',
      `${kilobytes(page.brotli)} brotli, ${kilobytes(page.gzip)} gzip, in ${page.files} files`,
      'at most 600 KB',
      page.brotli <= 600 * 1024,
    )
    return figures
  } finally {
    await program.stop()
  }
}

async function measureTenfold(single: number): Promise<void> {
  const place = { dataFolder: temporaryFolder() }
  tell('making ten times the province')
  await makeProvince({ folder: place.dataFolder }, 10)
  const program = await startProgram(place)
  try {
    const times = await timesOf(program.url, await signIn(program.url, 'tonghop'), figuresPath)
    const growth = median(times) / single
    report(
      'all 409 figures, ten times the data',
      `${fixed(median(times) / 1000)} s, ${fixed(growth, 1)} times as long`,
      'grows at most tenfold',
      growth <= 10,
    )
  } finally {
    await program.stop()
  }
}

async function measurePostgres(serverUrl: string): Promise<void> {
  const own = await ownDatabase(serverUrl)
  try {
    tell('making the province on PostgreSQL')
    await makeProvince({ url: own.url }, 1)
    const place = { dataFolder: temporaryFolder(), databaseUrl: own.url }
    const program = await startProgram(place)
    try {
      await measureRatios('PostgreSQL', place, program)
      await measureFigures(program, 'demonstration province, PostgreSQL')
    } finally {
      await program.stop()
    }
  } finally {
    await own.drop()
  }
}

/** A workbook of people from the file to the records: read, checked, written in one transaction; and one in which every row is wrong. */
async function measureImports(serverUrl: string | null): Promise<void> {
  const rows = options.quick ? 5000 : 50_000
  const own = serverUrl ? await ownDatabase(serverUrl) : null
  const places: [string, DatabaseSettings][] = [
    ['embedded database', { folder: temporaryFolder() }],
    ...(own ? [['PostgreSQL', { url: own.url }] as [string, DatabaseSettings]] : []),
  ]
  try {
    for (const [kind, settings] of places) {
      const database = await openMigrated(settings)
      try {
        const kernel = makeKernel(database, { demonstration: false, blobs: openDiskBlobs(temporaryFolder()) })
        await unitsForImport(kernel, 200)
        const clean = await importFile(kernel, 'people', 'people.xlsx', await peopleWorkbook(rows, 200, false))
        const wrong = await importFile(kernel, 'people', 'wrong.xlsx', await peopleWorkbook(rows, 200, true))
        const took = (t: ImportTimes) => t.look + t.check + t.commit
        const speed = rows / took(clean)
        const steps = `${fixed(clean.look, 1)} s look, ${fixed(clean.check, 1)} s dry run, ${fixed(clean.commit, 1)} s writing`
        report(
          `import of ${rows} people, ${kind}`,
          `${speed.toFixed(0)} rows/s (${steps})`,
          'at least 1,000 rows/s',
          speed >= 1000,
        )
        const ratio = (wrong.look + wrong.check) / (clean.look + clean.check)
        report(
          `the same with a fault in every row, ${kind}`,
          `${fixed(ratio)} times the dry run of the clean file`,
          'at most 3',
          ratio <= 3,
        )
      } finally {
        await database.close()
      }
    }
  } finally {
    await own?.drop()
  }
}

/** The units of the whole country before and after 1 July 2025: the tree, the search and the pages of units as of any day. */
async function measureCountry(serverUrl: string | null): Promise<void> {
  const own = serverUrl ? await ownDatabase(serverUrl) : null
  try {
    for (const [kind, url] of [['embedded database', null], ...(own ? [['PostgreSQL', own.url] as const] : [])] as const) {
      tell(`the country, ${kind}`)
      const { world, units, after } = await aCountry(url)
      try {
        const questions = await questionsOfUnits(world)
        for (const [what, paths] of Object.entries(questions)) {
          await askFor(2, 1, world.program.url, world.director.cookies, paths)
          const found = await askFor(seconds, 1, world.program.url, world.director.cookies, paths)
          const [p50, p95] = [percentile(found, 50), percentile(found, 95)]
          report(
            `units of the country (${units} before 1 July 2025, ${after} provinces and communes after), ${what}, ${kind}`,
            `p50 ${fixed(p50, 1)} ms, p95 ${fixed(p95, 1)} ms`,
            'p95 at most 50 ms',
            p95 <= 50,
          )
        }
      } finally {
        await world.close()
      }
    }
  } finally {
    await own?.drop()
  }
}

/** 1 July 2025 in Hưng Yên and Thái Bình: rehearsed, applied while somebody reads, undone. */
async function measureReorganisation(serverUrl: string | null): Promise<void> {
  const own = serverUrl ? await ownDatabase(serverUrl) : null
  const posts = options.quick ? 3000 : 30_000
  try {
    for (const [kind, settings] of [
      ['embedded database', { folder: temporaryFolder() }],
      ...(own ? [['PostgreSQL', { url: own.url }] as const] : []),
    ] as const) {
      tell(`the act of 1 July 2025, ${kind}`)
      const t = await reorganise(settings, posts)
      const what = `${t.communes} communes, ${t.districts} districts, ${t.posts} posts, ${kind}`
      report(`rehearsing 1 July 2025: ${what}`, `${fixed(t.rehearsal, 1)} s`, 'at most 30 s', t.rehearsal <= 30)
      report(`applying it: ${what}`, `${fixed(t.apply, 1)} s (undoing it ${fixed(t.undo, 1)} s)`, 'at most 10 s', t.apply <= 10)
      report(
        `reading meanwhile: ${kind}`,
        `${t.reads} readings, communes seen ${[...t.seen].join(' or ')}, the longest took ${fixed(t.longestRead, 1)} s`,
        'before or after, nothing between',
        t.seen.length === 2 && t.seen.every((n) => n === t.communes || n < 200),
      )
    }
  } finally {
    await own?.drop()
  }
}

const { databaseUrl } = readConfig()
const run = describeRun(new Date())
try {
  buildProgram()
  const single = wanted('embedded') ? await measureEmbedded() : Number.NaN
  if (wanted('search')) await measureSearch(databaseUrl)
  if (wanted('tenfold') && !options.quick) await measureTenfold(single)
  if (databaseUrl && wanted('postgres')) await measurePostgres(databaseUrl)
  if (wanted('imports')) await measureImports(databaseUrl)
  if (!countryThere) tell('The lists of units are not beside the project: the country and its reorganisation are left out.')
  else {
    if (wanted('country')) await measureCountry(databaseUrl)
    if (wanted('reorganisation')) await measureReorganisation(databaseUrl)
  }
} finally {
  removeFolders()
}
const page = printReport(run, ['embedded (PGlite)', ...(databaseUrl ? ['PostgreSQL'] : [])], lines)
process.stdout.write(`\n${page}`)
if (!options.quick && options.part.length === 0) writeFileSync(new URL('../../docs/benchmarks.md', import.meta.url), page)
process.exit(0)
