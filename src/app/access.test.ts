import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aRating } from '#domains/evaluation/rating.factory.ts'
import { anAct } from '#domains/organization/act.factory.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { aWholeFile } from '#domains/personnel/file.factory.ts'
import { aUnitList } from '#domains/organization/unit-list.factory.ts'
import {
  draftEdition,
  installReport,
  installTemplate,
  listFigures,
  shippedTemplate,
  typeFigures,
} from '#domains/reports/index.ts'
import { someBodies } from '#domains/bodies/body.factory.ts'
import { aTime } from '#domains/salary/salary.factory.ts'
import { aTransfer } from '#domains/careers/decision.factory.ts'
import { aDecision } from '#domains/staffing/quota.factory.ts'
import { aHeldPosition } from '#domains/positions/position.factory.ts'
import { aSignedDossier } from '#domains/territory/dossier.factory.ts'
import { logOpening, receiveFile, storeFile } from '#engines/files/index.ts'
import { pauseReasons } from '#kernel/calendar/calendar.lists.ts'
import { enterDays } from '#kernel/calendar/deadline.service.ts'
import { addCodeEntry } from '#kernel/codelist/codelist.service.ts'
import type { OperationMeta } from '#kernel/contract.ts'
import { gatherRoutes } from '#kernel/domain.ts'
import type { Book } from '#kernel/numbering/numbering.rules.ts'
import { nextNumber } from '#kernel/numbering/numbering.service.ts'
import type { Permission } from '#kernel/permissions.ts'
import { contracts } from './contracts.ts'
import { domains } from './domains.ts'
import { allPermissions, setInstallationKind } from './platform.ts'
import { readRoles } from './roles.ts'
import { aServer, type TestServer } from './server.factory.ts'

/**
 * The proof that nothing is open by mistake: every operation there is, every table there is, every permission there is. Nothing is named
 * here but exceptions, each with its reason; whatever is added to the platform is proved without a line added to this file.
 */

interface Operation {
  name: string
  method: 'GET' | 'POST'
  path: string
  permission: Permission
}

const operations: Operation[] = Object.entries(gatherRoutes(domains).contract).flatMap(([domain, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => {
    const { route, meta } = procedure['~orpc'] as { route: { method?: string; path?: string }; meta: OperationMeta }
    return {
      name: `${domain}.${name}`,
      method: route.method as 'GET' | 'POST',
      path: route.path ?? '',
      permission: meta.permission,
    }
  }),
)

let app: TestServer
beforeAll(async () => {
  app = await aServer()
}, 300_000)
afterAll(() => app.close(), 60_000)

/** A question no operation would take: every parameter and every field is nonsense. */
const nonsense = ({ method, path }: Operation, cookie?: string, id = 'no-such-id') =>
  app.ask(
    method,
    `/api${path.replace(/\{\w+\}/g, id)}${method === 'GET' ? '?limit=nonsense&asOf=nonsense&period=nonsense&format=nonsense' : ''}`,
    {
      ...(cookie ? { cookie } : {}),
      ...(method === 'POST' ? { payload: { nonsense: true, limit: 'nonsense', period: 7, from: 'nonsense' } } : {}),
    },
  )

const answersTo = async (all: Operation[], ask: (operation: Operation) => ReturnType<typeof nonsense>) => {
  const answers: [string, number, string][] = []
  for (const operation of all) {
    const answer = await ask(operation)
    answers.push([operation.name, answer.statusCode, (answer.json() as { code: string }).code])
  }
  return answers
}

describe('every operation', () => {
  test('is there to be proved, once, and the client knows the same ones', () => {
    expect(operations.length).toBeGreaterThan(30)
    expect(new Set(operations.map((o) => `${o.method} ${o.path}`)).size).toBe(operations.length)
    expect(operations.filter((o) => !['GET', 'POST'].includes(o.method) || !o.path.startsWith('/'))).toEqual([])
    const known = Object.entries(contracts).flatMap(([domain, procedures]) =>
      Object.keys(procedures).map((name) => `${domain}.${name}`),
    )
    expect(known.sort()).toEqual(operations.map((o) => o.name).sort())
  })

  test('answers 401 without a session, before looking at the question', async () => {
    expect(await answersTo(operations, (o) => nonsense(o))).toEqual(operations.map((o) => [o.name, 401, 'kernel.notSignedIn']))
  })

  test('answers 401 with a session nobody has', async () => {
    const cookie = `noivu.session_token=${'x'.repeat(32)}.${Buffer.from('no signature of ours').toString('base64')}`
    expect(await answersTo(operations, (o) => nonsense(o, cookie))).toEqual(
      operations.map((o) => [o.name, 401, 'kernel.notSignedIn']),
    )
  })

  test('answers 403 to an account without any role, before looking at the question', async () => {
    await app.account('khongvaitro')
    const cookie = await app.signIn('khongvaitro')
    expect(await answersTo(operations, (o) => nonsense(o, cookie))).toEqual(
      operations.map((o) => [o.name, 403, 'kernel.forbidden']),
    )
  })

  test('answers 403 to who has every permission but the one it names', { timeout: 120_000 }, async () => {
    for (const missing of allPermissions) {
      const name = missing.id.toLowerCase()
      await app.role(
        `all-but-${name}`,
        allPermissions.filter((p) => p.id !== missing.id),
      )
      await app.account(name, [{ role: `all-but-${name}` }])
      const cookie = await app.signIn(name)
      const guarded = operations.filter((o) => o.permission.id === missing.id)
      expect(await answersTo(guarded, (o) => nonsense(o, cookie))).toEqual(guarded.map((o) => [o.name, 403, 'kernel.forbidden']))
    }
  })

  test(
    'lets who may through to the question itself: nonsense is told as such, never an incident',
    { timeout: 120_000 },
    async () => {
      await app.role('everything', allPermissions)
      await app.account('moiquyen', [{ role: 'everything' }])
      const cookie = await app.signIn('moiquyen')
      const past: string[] = []
      for (const o of operations) {
        for (const id of ['no-such-id', '00000000-0000-4000-8000-00000000dead']) {
          const answer = await nonsense(o, cookie, id)
          const understood =
            [200, 404, 409, 422].includes(answer.statusCode) &&
            (answer.statusCode === 200 || 'status' in (answer.json() as object))
          if (!understood) past.push(`${o.name}: ${answer.statusCode} ${answer.body.slice(0, 200)}`)
        }
      }
      expect(past).toEqual([])
    },
  )
})

/** Tables without records of the department: what they hold, and why nothing of it belongs into the log. */
const notLogged: Record<string, string> = {
  'kernel.migration': 'which migrations ran; written by the runner alone',
  'kernel.request': 'answers kept for repeated requests; each is the outcome of a logged operation',
  'kernel.book_series': 'the last number of each register; every number given is logged by itself',
  'kernel.setting': 'how this installation came to be; written once at its first start',
  'kernel.job':
    'changes every second while it runs; starting, stopping and retrying are operations, and kernel.job_order is logged',
  'kernel.job_schedule': 'the clock of schedules; pausing and running are operations, and kernel.job_order is logged',
  'kernel.backup':
    'files beside the installation, written down by the process that makes them; asking for one is a logged operation',
  'kernel.notice': 'tells of logged operations; whether it was read is nobody else’s business',
  'access.role': 'a copy of roles.yaml, renewed at every start; no operation can write it',
  'access.role_permission': 'a copy of roles.yaml, renewed at every start; no operation can write it',
  'access.scope': 'derived from organization.unit_parent, whose changes are logged',
  'organization.former_version': 'written by a trigger alone, from organization.unit_version, whose changes are logged',
  'organization.former_parent': 'written by a trigger alone, from organization.unit_parent, whose changes are logged',
  'imports.source': 'files as they came; what is written from them is logged, and names them',
  'imports.sheet': 'working data of an import: the beginning of its sheets',
  'imports.run': 'working data of an import: how far it is',
  'imports.row': 'working data of an import: rows not yet written; the records they become are logged',
  'imports.trace': 'row of the file for each record; written once with the records, whose changes are logged',
  'imports.mapping': 'columns as last chosen for a heading, to be proposed again',
  'audit.head': 'the log itself',
  'audit.entry': 'the log itself',
  'audit.change': 'the log itself',
  'auth.account': 'password hashes, which must not be copied into the log',
  'auth.totp': 'secrets of authenticator applications; setting one up and removing it are logged operations',
  'auth.recovery_code': 'hashes of recovery codes; making and using them are logged operations',
  'auth.passkey': 'public keys of devices; adding and removing them are logged operations',
  'auth.attempt': 'failed tries, most of them by nobody known',
  'auth.service_secret': 'hashes of keys; the keys themselves are under the log in access.service_key',
  'auth.session': 'signed-in browsers, which come and go',
  'auth.verification': 'short-lived proofs of sign-in',
  'files.blob':
    'what the last reading of each content found, renewed week by week; a fault found goes into files.fault, which is logged',
}

/** Tables anybody signed in may read. */
const openToRead: Record<string, string> = {
  'access.role': 'titles of roles are shown to those who hold them',
  'access.role_permission': 'what a role allows is no secret; who holds it is',
}

/** Tables without row-level security. */
const unguarded: Record<string, string> = {
  'kernel.migration': 'made by the runner before any migration; the application role has no right to it',
}

/** Functions that run with the rights of the owner, and so see past every policy. */
const ownersFunctions: Record<string, string> = {
  'access.reach_units': 'answers only from the reach of this very transaction',
  'access.follow_act': 'moves roles with their units in an act, for who may reorganise; tells whose',
  'access.unfollow_act': 'takes back what follow_act did, for who may reorganise',
  'access.second_factor_required': 'answers for the actor of this very transaction',
  'audit.append': 'closes the log entry of this transaction; the log grants nothing else',
  'audit.changed_since': 'whether records were written again, asked before an import of the same actor is taken back',
  'audit.history': 'history of one record, asked for after the record itself was found within the reach',
  'audit.note_read': 'names the records shown in the log entry of this transaction; the log grants nothing else',
  'audit.verify': 'says whether the chain is whole, not what is in it',
  'audit.track_insert': 'trigger: writes the log',
  'audit.track_update': 'trigger: writes the log',
  'audit.track_delete': 'trigger: writes the log',
  'careers.number_used':
    'whether a body has used a number in a year, so that it is refused instead of used twice; nothing of the decision',
  'careers.persons_named': 'which of the persons being taken back have decisions; nothing of the decisions',
  'careers.units_named': 'which of the units being taken back have decisions; nothing of the decisions',
  'kernel.backup_keep': 'how many backups are kept; no other setting',
  'kernel.backup_under_way': 'whether a backup is being made, so that no content is removed meanwhile; nothing else of it',
  'kernel.state': 'counts, sizes and moments for who may read the state of the platform; nothing of what is recorded',
  'kernel.hurry_job': 'brings a waiting job of the same kind and key forward; tells its id only',
  'kernel.wanting_mail': 'which of these accounts want e-mail; neither address nor settings',
  'kernel.holders_of': 'ids of accounts that hold a permission, for telling them; nothing else of them',
  'files.note_link': 'trigger: notes at a file whether any record holds it; takes nothing and tells nothing',
  'imports.clear_abandoned': 'refuses whoever does not look after all jobs; takes away what was never written and tells how many',
  'imports.origin': 'file and row of one record, asked for after the record itself was found within the reach',
  'auth.own_password_hash': 'hash of the actor’s own password, to check it before a change',
  'organization.keep_known': 'trigger: keeps what a row was known to be; takes nothing and tells nothing',
  'organization.rebuild_scope': 'derives access.scope; takes nothing and tells nothing',
  'evaluation.ratings_of_both': 'ratings of two records, for who may merge these two',
  'people.accounts_of': 'which of two records have an account, for who may merge these two; nothing of the account',
  'people.bearers': 'how many bear a name, up to 15; no record',
  'people.built_on_merge': 'tables written since a merge, for who may merge the record; no row',
  'people.candidates_by_name': 'a branch of double_candidates, which alone may call it',
  'people.double_candidates': 'ids only, which the search for doubles then looks at through the policies',
  'people.exact_doubles': 'ids only, so that somebody recorded outside the reach is told of instead of recorded twice',
  'people.kept_of': 'ids only: where a merged record lives on; the record is then looked at through the policies',
  'people.may_merge': 'answers from the reach of this very transaction',
  'people.merge_rows': 'moves the rows of one record to another, for who may merge these two',
  'people.posts_of_both': 'posts of two records, for who may merge these two',
  'people.own_citizen_id': 'the citizen number of the actor of this very transaction',
  'people.deciders_for': 'ids of accounts that may decide on corrections of a person, for telling them; nothing else of them',
  'people.unmerge_rows': 'puts back what merge_rows moved, for who may merge the record',
  'people.alike_candidates': 'ids only, which the search then looks at through the policies',
  'people.doubled_posts': 'titles and how many hold them, for who may reorganise; no person',
  'people.follow_act': 'moves posts with their units in an act, for who may reorganise; tells how many',
  'people.posts_in_the_way': 'in which units posts stand in the way of an act, for who may reorganise; no person',
  'people.unfollow_act': 'takes back what follow_act did, for who may reorganise',
  'people.name_candidates': 'ids only, which the list then looks at through the policies',
  'people.owner_of_citizen_id': 'ids only, so that a number held outside the reach is refused instead of recorded twice',
  'personnel.owner_of_paper': 'an id only, so that a number held outside the reach is refused instead of recorded twice',
  'people.with_account': 'which of the persons being taken back have an account; nothing of the account',
  'staffing.check_quota': 'trigger: refuses movements that do not sum; takes nothing and tells nothing',
  'bodies.touched_by_act': 'how many records of units that an act ends, for who may reorganise; nothing of the records',
  'evaluation.touched_by_act': 'how many ratings of units that an act ends, for who may reorganise; nothing of the ratings',
  'reports.touched_by_act':
    'which reports are being drafted as an act takes effect, for who may reorganise; nothing of what they say',
  'territory.touched_by_act': 'how many dossiers of units that an act ends, for who may reorganise; nothing of the dossiers',
  'staffing.touched_by_act': 'quotas of units that an act ends, for who may reorganise',
  'staffing.moved_by_act': 'quotas that an act moved, for who may reorganise',
  'staffing.follow_act': 'moves quotas with their units in an act, for who may reorganise; tells which heirs have several',
  'staffing.heads_on': 'how many people count against the quotas within reach; no person',
  'staffing.quotas_in_the_way': 'which units have quotas that stand in the way of an act, for who may reorganise',
  'staffing.unfollow_act': 'takes back what follow_act did, for who may reorganise',
  'positions.bodies_above': 'which body each unit belongs to; how units lie is no secret',
  'positions.follow_act': 'ends schemes and assignments with their units in an act, for who may reorganise; tells how many',
  'positions.holders_on': 'how many main posts stand in each position of the bodies within reach; no person',
  'positions.in_the_way': 'which units have schemes or assignments that stand in the way of an act, for who may reorganise',
  'positions.named': 'which of the units or persons being taken back a scheme or assignment names; nothing else',
  'positions.posts_against_quotas': 'posts of schemes and quotas of the holders within reach; nothing below them by name',
  'positions.unfollow_act': 'takes back what follow_act did, for who may reorganise',
  'positions.uses_of': 'how many schemes and assignments stand on positions, for who may change the catalogue',
  'staffing.units_named': 'which of the units being taken back have quotas; nothing of the quotas',
}

describe('every table', () => {
  interface Table {
    name: string
    guarded: boolean
    policies: number
    granted: boolean
    tracked: number
  }
  const ownSchemas = `n.nspname NOT IN ('information_schema', 'public') AND n.nspname NOT LIKE 'pg\\_%'`
  const query = async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
    (await app.kernel.database.pool.query<R>(text, values)).rows

  const tables = () =>
    query<Table>(`
      SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AS guarded,
        (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
        has_any_column_privilege('noivu_app', c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege('noivu_app', c.oid, 'DELETE, TRUNCATE, TRIGGER') AS granted,
        (SELECT count(*)::int FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace
          WHERE t.tgrelid = c.oid AND t.tgenabled = 'O' AND fn.nspname = 'audit' AND f.proname IN ('track_insert', 'track_update', 'track_delete')) AS tracked
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'f', 'm') AND ${ownSchemas} ORDER BY 1`)

  test('has row-level security', async () => {
    const all = await tables()
    expect(all.length).toBeGreaterThan(15)
    expect(all.filter((t) => !t.guarded && !(t.name in unguarded)).map((t) => t.name)).toEqual([])
    expect(all.filter((t) => t.name in unguarded).map((t) => [t.name, t.granted])).toEqual(
      Object.keys(unguarded).map((name) => [name, false]),
    )
  })

  test('has a policy, or grants the application role nothing at all', async () => {
    expect((await tables()).filter((t) => t.granted && t.policies === 0).map((t) => t.name)).toEqual([])
  })

  test('that holds records is under the log, for each kind of change', async () => {
    const all = await tables()
    expect(all.filter((t) => t.tracked !== 3 && !(t.name in notLogged)).map((t) => t.name)).toEqual([])
    expect(Object.keys(notLogged).filter((name) => !all.some((t) => t.name === name && t.tracked === 0))).toEqual([])
  })

  test('belongs to another role than the one operations run as, which is nobody special', async () => {
    expect(
      await query(
        `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname = 'noivu_app'`,
      ),
    ).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: false }])
    expect(
      await query(`SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'noivu_app'`),
    ).toEqual([])
    expect(
      await query(
        `SELECT n.nspname FROM pg_namespace n WHERE ${ownSchemas} AND has_schema_privilege('noivu_app', n.oid, 'CREATE')`,
      ),
    ).toEqual([])
  })

  test('is seen past its policies only by the functions known here, each bound to its own search path', async () => {
    const functions = await query<{ name: string; bound: boolean }>(`
      SELECT n.nspname || '.' || p.proname AS name, coalesce(p.proconfig::text LIKE '%search_path=%pg_temp%', false) AS bound
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND ${ownSchemas} ORDER BY 1`)
    expect(functions.map((f) => f.name)).toEqual(Object.keys(ownersFunctions).sort())
    expect(functions.filter((f) => !f.bound)).toEqual([])
  })

  /** At least one row in every table: an empty table proves nothing. */
  async function fill(): Promise<void> {
    const rating = await app.asSystem(async (ctx) => {
      await aUnit(ctx, { parentId: (await aUnit(ctx)).unitId })
      await anAct(ctx, { applied: true })
      const whole = await aPerson(ctx)
      await aWholeFile(ctx, whole.id)
      await aTime(ctx, whole.id)
      await aSignedDossier(ctx)
      await someBodies(ctx, (await aUnit(ctx)).unitId)
      await aDecision(ctx, { lines: [[null, 1]] })
      await aHeldPosition(ctx, (await aUnit(ctx, { level: 'department' })).unitId)
      await aTransfer(ctx)
      await aUnitList(ctx)
      return aRating(ctx)
    })
    const id = await app.account('dayban', [{ role: 'director' }])
    await app.signIn('dayban')
    const edition = await app.asSystem(async (ctx) => {
      const template = shippedTemplate()
      await installTemplate(ctx, template)
      await installReport(ctx, {
        id: 'annual-2022',
        templateCode: template.id,
        title: { vi: 'Báo cáo', en: 'Report' },
        period: '2022',
        periodFrom: '2022-01-01',
        periodUntil: '2023-01-01',
        formerPeriod: '2021',
        parameters: {},
      })
      const [figure] = (await listFigures(ctx, { period: '2022', source: 'typed' })).rows
      const content = Readable.from([Buffer.from('Báo cáo số 1')])
      const received = await receiveFile(app.kernel, { content, name: 'bao-cao.txt', purpose: 'reports.evidence', lang: 'vi' })
      const file = await storeFile(ctx, received)
      await logOpening(ctx, file.id)
      const evidence = { evidenceDocument: 'Báo cáo số 1', evidencePlace: 'trang 1', evidenceFileId: file.id, note: null }
      const items = [{ label: 'Phần tử thứ nhất', amount: null }]
      await typeFigures(ctx, [{ id: figure?.id ?? '', period: '2022', value: '1', qualifier: 'exact', ...evidence, items }])
      const made = await draftEdition(ctx, 'annual-2022')
      await enterDays(ctx, [{ day: '2023-06-20', kind: 'off', holiday: null, label: 'Nghỉ', source: 'Thông báo' }])
      await addCodeEntry(ctx, pauseReasons, {
        code: 'X',
        labelVi: 'Khác',
        labelEn: null,
        validFrom: null,
        validUntil: null,
        source: 'x',
        more: {},
      })
      const book: Book = {
        code: 'testing.book',
        words: { vi: 'Sổ', en: 'Book' },
        format: '{n}',
        restart: 'year',
        permissions: allPermissions.map((p) => p.id),
        source: 'x',
      }
      await nextNumber(ctx, book, { date: '2022-12-20', relation: 'testing.record', recordId: '1' })
      return made
    })
    await setInstallationKind(app.kernel.database.pool, 'real')
    const client = await app.kernel.database.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query(`SELECT set_config('noivu.entry', $1, true)`, [rating.id])
      await client.query(
        `INSERT INTO map.boundary (id, unit_id, geometry, source, brought_at)
         VALUES (gen_random_uuid(), (SELECT id FROM organization.unit LIMIT 1), '{"type": "Polygon", "coordinates": []}', 'x', now())`,
      )
      await client.query(
        `INSERT INTO organization.correction (id, unit_id, ground, reason, at, by) VALUES (gen_random_uuid(), gen_random_uuid(), 'x', 'x', now(), 'x')`,
      )
      await client.query(
        `INSERT INTO organization.former_version (id, unit_id, code, name, short_name, kind, level, known_until)
         VALUES (gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'x', 'x', 'x', now())`,
      )
      await client.query(
        `INSERT INTO organization.former_parent (id, unit_id, parent_id, tree, known_until)
         VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'government', now())`,
      )
      await client.query(
        `INSERT INTO indicators.snapshot (id, edition_id, figure_id, value, qualifier, source, status, record_ids, record_prints, record_labels)
         VALUES (gen_random_uuid(), $1, 'F01-01', 1, 'exact', 'typed', 'ok', '{}', '{}', '{}')`,
        [edition.id],
      )
      await client.query(
        `INSERT INTO kernel.deadline_reminder (id, deadline_id, due, step, occurrence, planned_on, sent_on, recipients)
         SELECT gen_random_uuid(), id, due, 'X', 1, due, due, '{}' FROM kernel.deadline LIMIT 1`,
      )
      await client.query(
        `INSERT INTO auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt") VALUES ('v', 'i', 'x', now(), now(), now())`,
      )
      await client.query(
        `INSERT INTO kernel.request (actor_id, request_id, operation, input_hash, answered_at) VALUES ($1, 'r', 'o', 'h', now())`,
        [id],
      )
      await client.query(
        `INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, state, asked_at, run_at, attempts)
         VALUES (gen_random_uuid(), 'jobs.pruneJobs', '{}', 'system', 'Hệ thống', 'system', 'vi', 'waiting', now(), now(), 1)`,
      )
      await client.query(
        `INSERT INTO people.duplicate (id, low_id, high_id, score, grade, reasons, facts, found_by, found_at, state)
         SELECT gen_random_uuid(), p.id, 'ffffffff-ffff-4fff-8fff-ffffffffffff', 80, 'surely', '[]', 'x', 'search', now(), 'open' FROM people.person p LIMIT 1`,
      )
      await client.query(
        `INSERT INTO people.merge (id, kept_id, gone_id, gone_name, why, merged_by_name, merged_at)
         SELECT gen_random_uuid(), p.id, gen_random_uuid(), 'x', 'x', 'x', now() FROM people.person p LIMIT 1`,
      )
      await client.query(
        `INSERT INTO people.request (id, person_id, field, old_value, new_value, due, state, asked_by, asked_by_name, asked_at)
         SELECT gen_random_uuid(), p.id, 'sex', 'female', 'male', '2022-12-30', 'open', 'x', 'x', now() FROM people.person p LIMIT 1`,
      )
      await client.query(`INSERT INTO kernel.job_schedule (name, last_due) VALUES ('jobs.pruneJobs', now())`)
      await client.query(`INSERT INTO kernel.backup (id, file, scheduled, encrypted, began_at, alive_at)
        VALUES (gen_random_uuid(), '/x', true, false, now(), now())`)
      await client.query(
        `INSERT INTO kernel.job_order (id, subject, job, act, by_id, by_name, at) VALUES (gen_random_uuid(), 'jobs.pruneJobs', 'jobs.pruneJobs', 'run', $1, 'x', now())`,
        [id],
      )
      await client.query(
        `INSERT INTO kernel.notice (id, user_id, kind, params, raised_by, raised_at, mail) VALUES (gen_random_uuid(), $1, 'jobs.stuck', '{}', 'system', now(), 'none')`,
        [id],
      )
      await client.query(
        `INSERT INTO kernel.notice_setting (user_id, lang, quiet_from, quiet_until, quiet_days_off, digest_hour, choices)
         VALUES ($1, 'vi', '20:00', '07:00', true, 16, '{}')`,
        [id],
      )
      await client.query(
        `INSERT INTO files.fault (id, sha256, state, found_at) VALUES (gen_random_uuid(), repeat('a', 64), 'missing', now())`,
      )
      await client.query(
        `INSERT INTO imports.source (sha256, size, bytes, stored_at) VALUES (repeat('0', 64), 0, '', now());
         INSERT INTO imports.import (id, kind, actor_id, actor_name, file_name, sha256, size, state, created_at)
           SELECT id, 'people', 'system', 'x', 'x.csv', repeat('0', 64), 0, 'drafted', now() FROM evaluation.rating LIMIT 1;
         INSERT INTO imports.sheet (import_id, no, name, hidden, merges, rows, score) SELECT id, 0, 'x', false, '[]', '[]', 0 FROM imports.import;
         INSERT INTO imports.run (import_id, run_id, task, state, started_at, seen_at) SELECT id, id, 'look', 'done', now(), now() FROM imports.import;
         INSERT INTO imports.row (import_id, no, texts) SELECT id, 1, '{}' FROM imports.import;
         INSERT INTO imports.trace (import_id, relation, record_id, no, act) SELECT id, 'people.person', id::text, 1, 'made' FROM imports.import;
         INSERT INTO imports.mapping (kind, fingerprint, mapping, used_at) VALUES ('people', 'x', '{}', now());
         INSERT INTO people.identity (person_id, citizen_id) SELECT id, '033000000001' FROM people.person p
           WHERE NOT EXISTS (SELECT FROM people.identity i WHERE i.person_id = p.id) LIMIT 1`,
      )
      const own = `SELECT $1::text`
      for (const text of [
        `INSERT INTO auth.totp (user_id, secret, created_at) SELECT u, 'x', now() FROM (${own}) x (u)`,
        `INSERT INTO auth.recovery_code (user_id, hash) SELECT u, 'x' FROM (${own}) x (u)`,
        `INSERT INTO auth.passkey (id, user_id, name, public_key, counter, transports, created_at) SELECT 'p', u, 'x', 'x', 0, '{}', now() FROM (${own}) x (u)`,
        `INSERT INTO access.delegation (id, from_user, to_user, valid_from, valid_until, reason, created_at)
           SELECT gen_random_uuid(), u, (SELECT id FROM auth."user" WHERE id <> u LIMIT 1), '2022-01-01', '2023-01-01', 'x', now() FROM (${own}) x (u)`,
        `INSERT INTO access.emergency (id, user_id, user_name, reason, started_at, until) SELECT gen_random_uuid(), u, 'x', 'x', now(), now() + interval '1 hour' FROM (${own}) x (u)`,
        `INSERT INTO access.service_key (id, user_id, name, prefix, operations, created_at, created_by_name, expires_at)
           SELECT gen_random_uuid(), u, 'x', 'x', '{x}', now(), 'x', now() FROM (${own}) x (u)`,
      ])
        await client.query(text, [id])
      await client.query(`INSERT INTO auth.service_secret (key_id, hash) SELECT id, 'x' FROM access.service_key`)
      await client.query(`INSERT INTO auth.attempt (key, failures, last_at) VALUES ('user:x', 1, now()) ON CONFLICT DO NOTHING`)
      await client.query(`INSERT INTO access.role_rule (role, second_factor) VALUES ('officer', false)`)
      await client.query(`SELECT audit.append($1, now(), 'system', 'Hệ thống', 'testing.fill', 'r', NULL)`, [rating.id])
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }

  /** Tries something as the application role, for an actor that may do nothing; takes it back. */
  async function asNobody(
    client: pg.PoolClient,
    text: string,
    values: unknown[] = [],
  ): Promise<{ code: string | undefined; message: string; rows: number }> {
    await client.query('SAVEPOINT attempt')
    await client.query('SET LOCAL ROLE noivu_app')
    try {
      const { rowCount } = await client.query(text, values)
      return { code: undefined, message: '', rows: rowCount ?? 0 }
    } catch (error) {
      return { code: (error as { code?: string }).code, message: error instanceof Error ? error.message : '', rows: 0 }
    } finally {
      await client.query('ROLLBACK TO SAVEPOINT attempt')
    }
  }

  test('shows no row, takes no row, and lets none be changed by an actor that may do nothing', { timeout: 120_000 }, async () => {
    await fill()
    const all = await query<{ name: string; columns: string[]; kind: string }>(`
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, c.relkind AS kind,
        (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum)::text[] FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = '') AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND ${ownSchemas} ORDER BY 1`)
    const client = await app.kernel.database.pool.connect()
    const faults: string[] = []
    let proved = 0
    try {
      await client.query('BEGIN')
      // An entry of the log is open: what refuses is the policy or the missing right, not the log.
      await client.query(`SELECT set_config('noivu.actor', '', true), set_config('noivu.person', '', true), set_config('noivu.reach', '{}', true),
        set_config('noivu.today', '2022-12-20', true), set_config('noivu.entry', gen_random_uuid()::text, true)`)
      for (const { name, columns, kind } of all) {
        const plain = name.replaceAll('"', '')
        const [row] = (await client.query<{ j: unknown }>(`SELECT to_jsonb(t) AS j FROM ${name} t LIMIT 1`)).rows
        if (!row && kind !== 'v') faults.push(`${plain} is empty: put a row into it, or nothing is proved`)
        const seen = await asNobody(client, `SELECT FROM ${name}`)
        if (seen.code !== '42501' && seen.rows !== 0 && !(plain in openToRead)) faults.push(`${plain} shows ${seen.rows} rows`)
        if (plain in openToRead && seen.rows === 0) faults.push(`${plain} is not open to read`)
        if (kind === 'v') continue
        const list = columns.join(', ')
        const insert = await asNobody(
          client,
          `INSERT INTO ${name} (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::${name}, $1::jsonb)`,
          [JSON.stringify(row?.j ?? {})],
        )
        if (insert.code !== '42501' || insert.message.includes('outside an operation'))
          faults.push(`${plain} took a row: ${insert.code} ${insert.message}`)
        for (const text of [`UPDATE ${name} SET ${columns[0]} = ${columns[0]}`, `DELETE FROM ${name}`]) {
          const change = await asNobody(client, text)
          if (change.code !== '42501' && (change.code !== undefined || change.rows !== 0))
            faults.push(`${text}: ${change.code ?? change.rows} ${change.message}`)
        }
        proved++
      }
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
    expect(faults).toEqual([])
    expect(proved).toBe((await tables()).length)
  })
})

/** Permissions no operation names, and why they are declared. */
const unusedPermissions: Record<string, string> = {
  'map.changeBoundary': 'boundaries come in by their kind of import; asked by the policies of map.boundary',
  'files.openAnyFile': 'opens files at GET /api/files/:id, an address for bytes; asked by the policy of files.openable',
}

describe('every permission', () => {
  const declared = allPermissions.map((p) => p.id)
  const granted = new Set(
    Object.values(readRoles(domains)).flatMap((role) =>
      Object.entries(role.grants).flatMap(([domain, grants]) => Object.keys(grants).map((key) => `${domain}.${key}`)),
    ),
  )

  test('is declared once, with words in both languages', () => {
    expect(new Set(declared).size).toBe(declared.length)
    expect(allPermissions.filter((p) => !p.words.vi || !p.words.en)).toEqual([])
  })

  test('is used by at least one operation', () => {
    const used = new Set(operations.map((o) => o.permission.id))
    expect(declared.filter((id) => !used.has(id) && !(id in unusedPermissions))).toEqual([])
    expect(operations.filter((o) => !declared.includes(o.permission.id))).toEqual([])
  })

  test('is granted by at least one role', () => {
    expect(declared.filter((id) => !granted.has(id))).toEqual([])
  })

  const roles = (grants: string) =>
    `officer:\n  title: { vi: Cán bộ, en: Officer }\n  description: { vi: '', en: '' }\n  grants:\n${grants}`
  const load = (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'noivu-roles-'))
    try {
      writeFileSync(join(folder, 'roles.yaml'), text)
      return readRoles(domains, join(folder, 'roles.yaml'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('that a role grants is declared: a role of unknown permissions refuses to load, naming each', () => {
    expect(load(roles('    people: { readPerson: own }'))).toHaveProperty('officer.grants.people.readPerson', 'own')
    expect(() => load(roles('    people: { readPerson: own, readMind: all }\n    weather: { change: all }'))).toThrow(
      'roles.yaml grants what no domain declares: officer: people.readMind; officer: weather.change',
    )
  })

  test('reaches own, unit, unit and below, or all: no other word loads', () => {
    expect(() => load(roles('    people: { readPerson: everywhere }'))).toThrow()
    expect(() => load(roles('    people: { readPerson: unit-and-below }'))).not.toThrow()
  })
})
