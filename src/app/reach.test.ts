import { call } from '@orpc/server'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { aRating } from '#domains/evaluation/rating.factory.ts'
import { anAct } from '#domains/organization/act.factory.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { aUnitList } from '#domains/organization/unit-list.factory.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { aWholeFile } from '#domains/personnel/file.factory.ts'
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
import { aDraft, aSignedDecision } from '#domains/careers/decision.factory.ts'
import { aDecision } from '#domains/staffing/quota.factory.ts'
import { aHeldPosition } from '#domains/positions/position.factory.ts'
import { aSignedDossier } from '#domains/territory/dossier.factory.ts'
import { assignRole, createUser } from '#domains/administration/index.ts'
import { keyHash, loadActor, loadKey, makeKey } from '#kernel/auth/actor.ts'
import { type Actor, newId } from '#kernel/context.ts'
import { gatherRoutes } from '#kernel/domain.ts'
import { asRefusal, type RequestContext } from '#kernel/operations.ts'
import type { Reach } from '#kernel/permissions.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import { domains } from './domains.ts'
import { readRoles } from './roles.ts'

/**
 * The proof of reach: a small world with records inside and outside of it, looked at by users of every kind of reach. What each sees in
 * each table is compared with what plain JavaScript makes of the raw rows, without any of the database's functions and policies. A table
 * nobody described fails; so does a policy that shows one row too many, or one too few.
 */

const test = worldTest(domains)
const today = '2022-12-20'
/** Roles as shipped, and one for each permission that shipped roles hold only together with another that opens the same table. */
const single = [
  'administration.assignRole',
  'administration.readUsers',
  'administration.manageSecurity',
  'administration.manageServices',
]
single.push('people.changePerson', 'people.reviewDuplicates', 'people.mergePersons', 'people.decideCorrection')
single.push('organization.reorganise', 'reports.typeFigure', 'reports.draftEdition', 'reports.editTemplate')
const roles: Record<string, { grants: Record<string, Record<string, Reach>> }> = {
  ...readRoles(domains),
  ...Object.fromEntries(
    single.map((permission) => {
      const [domain = '', key = ''] = permission.split('.')
      return [`only-${permission}`, { grants: { [domain]: { [key]: 'all' } } }]
    }),
  ),
}

type Row = Record<string, unknown>
interface Holds {
  all: boolean
  own: boolean
  units: Set<string>
}
/** Who looks, and how far each permission reaches: recomputed here from raw rows. */
interface Looker {
  id: string
  person: string | null
  reach: Map<string, Holds>
}
type Raw = Record<string, Row[]>
type Rule = (row: Row, who: Looker, raw: Raw) => boolean

const all = (who: Looker, ...permissions: string[]) => permissions.some((permission) => who.reach.get(permission)?.all ?? false)
const holds = (who: Looker, permission: string) => who.reach.has(permission)
const within = (who: Looker, permission: string, unit: unknown, person?: unknown) => {
  const reach = who.reach.get(permission)
  return (
    reach !== undefined &&
    (reach.all || reach.units.has(String(unit)) || (reach.own && who.person !== null && who.person === person))
  )
}
/** Whether a permission reaches any unit at all. */
const unitsWithin = (who: Looker, permission: string) => (who.reach.get(permission)?.units.size ?? 0) > 0
const everywhere =
  (...permissions: string[]): Rule =>
  (_row, who) =>
    all(who, ...permissions)
const unit =
  (permission: string, column = 'unit_id'): Rule =>
  (row, who) =>
    within(who, permission, row[column])
const own =
  (column: string, ...permissions: string[]): Rule =>
  (row, who) =>
    row[column] === who.id || all(who, ...permissions)
const held = (row: Row, day: string) =>
  String(row.valid_from) <= day && (row.valid_until === null || String(row.valid_until) > day)

/** Whether a file belongs to a record within reach by the permission the link names. */
const linkedWithin = (row: Row, who: Looker, column = 'read_permission') =>
  within(who, String(row[column]), row.unit_id, row.person_id ?? undefined)
const linksOf = (file: unknown, raw: Raw) => (raw['files.link'] ?? []).filter((link) => link.file_id === file)

const seesImport = (row: Row, who: Looker) =>
  all(who, 'imports.readImport') || (row.actor_id === who.id && holds(who, 'imports.makeImport'))
const ofImport: Rule = (row, who, raw) =>
  (raw['imports.import'] ?? []).some((each) => each.id === row.import_id && seesImport(each, who))
const seesDeadline = (row: Row, who: Looker) =>
  all(who, 'calendar.changeCalendar') ||
  (row.read_permissions as string[]).some((permission) => within(who, permission, row.unit_id, row.person_id ?? undefined))

const seesAct = (row: Row, who: Looker) =>
  all(who, 'organization.reorganise') || (row.state === 'applied' && holds(who, 'organization.readUnit'))
const ofAct: Rule = (row, who, raw) => (raw['organization.act'] ?? []).some((act) => act.id === row.act_id && seesAct(act, who))

/** A line of a personnel decision; of a draft the issuer alone knows, of discipline who may see what is sensitive. */
const seesAction = (row: Row, who: Looker) => {
  const units = (permission: string, ...of: unknown[]) => of.some((id) => who.reach.get(permission)?.units.has(String(id)))
  const own = (permission: string) =>
    (who.reach.get(permission)?.own ?? false) && who.person !== null && who.person === row.person_id
  const read = 'careers.readDecision'
  const sensitive = 'personnel.readSensitive'
  const reached =
    all(who, read) ||
    units(read, row.issuer_id) ||
    (['signed', 'withdrawn'].includes(String(row.state)) && units(read, row.unit_id, row.to_unit_id)) ||
    (row.state === 'signed' && own(read))
  return reached && (row.kind !== 'discipline' || all(who, sensitive) || units(sensitive, row.unit_id) || own(sensitive))
}

const classPermissions: Record<string, string> = {
  open: 'personnel.readFile',
  personal: 'personnel.readPersonal',
  sensitive: 'personnel.readSensitive',
  restricted: 'personnel.readRestricted',
}
/** A row of somebody's file: by its class, for whom the person is within reach by a post held today. */
const ofFile =
  (own = true): Rule =>
  (row, who, raw) => {
    const permission = classPermissions[String(row.class)] ?? ''
    return (
      all(who, permission) ||
      (own && within(who, permission, null, row.person_id)) ||
      (raw['people.post'] ?? []).some(
        (post) =>
          post.person_id === row.person_id &&
          (post.valid_until === null || String(post.valid_until) > today) &&
          (who.reach.get(permission)?.units.has(String(post.unit_id)) ?? false) &&
          within(who, 'people.readPerson', post.unit_id, post.person_id),
      )
    )
  }
const fileSections =
  'name place fact qualification training membership work salary contract reward discipline paper health relative statement document'.split(
    ' ',
  )

/** Who sees which rows, in plain words. A new table is a line here, or the proof fails. */
const rules: Record<string, Rule> = {
  'access.role': () => true,
  'access.role_permission': () => true,
  'access.role_rule': everywhere('administration.readUsers', 'administration.manageSecurity'),
  'access.assignment': own('user_id', 'administration.readUsers', 'administration.assignRole'),
  'access.scope': everywhere('organization.changeUnit'),
  'access.delegation': (row, who) =>
    row.from_user === who.id || row.to_user === who.id || all(who, 'administration.manageDelegations'),
  'access.delegation_named': (row, who) =>
    row.from_user === who.id || row.to_user === who.id || all(who, 'administration.manageDelegations'),
  'access.emergency': own('user_id', 'administration.reviewEmergency'),
  'access.service_key': everywhere('administration.manageServices'),
  'access.user_account': own('id', 'administration.readUsers'),
  'access.colleague': (row, who) => holds(who, 'administration.delegate') && row.id !== who.id,
  'access.member': own('user_id', 'administration.readUsers'),
  'audit.entry': everywhere('administration.readAudit'),
  'audit.change': everywhere('administration.readAudit'),
  'auth.user': (row, who) =>
    all(who, 'administration.manageUsers') || (row.kind === 'service' && all(who, 'administration.manageServices')),
  'auth.account': (row, who) =>
    all(who, 'administration.manageUsers') || (row.userId === who.id && row.providerId === 'credential'),
  'auth.session': own('userId', 'administration.manageUsers'),
  'auth.totp': own('user_id', 'administration.manageUsers'),
  'auth.recovery_code': own('user_id', 'administration.manageUsers'),
  'auth.passkey': own('user_id', 'administration.manageUsers'),
  'auth.attempt': (row, who) => String(row.key).startsWith('user:') && all(who, 'administration.manageUsers'),
  'auth.service_secret': everywhere('administration.manageServices'),
  'kernel.request': own('actor_id'),
  'kernel.job': own('started_by', 'jobs.readAll'),
  'kernel.job_schedule': everywhere('jobs.readAll'),
  'kernel.job_order': (row, who, raw) =>
    row.by_id === who.id ||
    all(who, 'jobs.readAll') ||
    (raw['kernel.job'] ?? []).some((job) => job.id === row.subject && job.started_by === who.id),
  'kernel.backup': everywhere('backups.readBackups'),
  'kernel.notice': own('user_id'),
  'kernel.notice_setting': own('user_id'),
  'files.file': (row, who, raw) =>
    row.uploaded_by === who.id || all(who, 'files.readFiles') || linksOf(row.id, raw).some((link) => linkedWithin(link, who)),
  'files.link': (row, who) => all(who, 'files.readFiles') || linkedWithin(row, who) || linkedWithin(row, who, 'write_permission'),
  'files.openable': (row, who, raw) =>
    (row.uploaded_by === who.id && !(row.sensitive && row.linked)) ||
    (!row.sensitive && all(who, 'files.openAnyFile')) ||
    linksOf(row.id, raw).some((link) => linkedWithin(link, who)),
  'files.blob': everywhere('files.readFiles', 'files.uploadFile'),
  'files.fault': everywhere('files.readFiles', 'files.uploadFile'),
  'files.opening': own('actor_id', 'files.readFiles'),
  'organization.unit': unit('organization.readUnit', 'id'),
  'organization.unit_version': unit('organization.readUnit'),
  'organization.unit_parent': unit('organization.readUnit'),
  'organization.correction': unit('organization.readUnit'),
  'organization.former_version': unit('organization.readUnit'),
  'organization.former_parent': unit('organization.readUnit'),
  'organization.act': (row, who) => seesAct(row, who),
  'organization.act_change': ofAct,
  'organization.act_row': ofAct,
  'organization.unit_list': everywhere('organization.reorganise'),
  'organization.unit_list_row': everywhere('organization.reorganise'),
  'organization.succession': (_row, who) => holds(who, 'organization.readUnit'),
  'map.boundary': (_row, who) => holds(who, 'map.readMap'),
  'people.person': (row, who, raw) =>
    within(who, 'people.readPerson', null, row.id) ||
    (raw['people.post'] ?? []).some(
      (post) =>
        post.person_id === row.id &&
        (post.valid_until === null || String(post.valid_until) > today) &&
        within(who, 'people.readPerson', post.unit_id),
    ),
  'people.post': (row, who) => within(who, 'people.readPerson', row.unit_id, row.person_id),
  'people.duplicate': (row, who, raw) =>
    all(who, 'people.reviewDuplicates') ||
    [row.low_id, row.high_id].every((person) =>
      (raw['people.post'] ?? []).some(
        (post) =>
          post.person_id === person &&
          within(who, 'people.reviewDuplicates', post.unit_id) &&
          within(who, 'people.readPerson', post.unit_id, post.person_id),
      ),
    ),
  'people.request': (row, who, raw) =>
    all(who, 'people.decideCorrection') ||
    (holds(who, 'people.requestCorrection') && who.person !== null && who.person === row.person_id) ||
    (raw['people.post'] ?? []).some(
      (post) =>
        post.person_id === row.person_id &&
        (post.valid_until === null || String(post.valid_until) > today) &&
        within(who, 'people.decideCorrection', post.unit_id) &&
        within(who, 'people.readPerson', post.unit_id, post.person_id),
    ),
  'people.merge': (row, who, raw) =>
    within(who, 'people.readPerson', null, row.kept_id) ||
    (raw['people.post'] ?? []).some((post) => post.person_id === row.kept_id && within(who, 'people.readPerson', post.unit_id)),
  'people.identity': (row, who, raw) =>
    ['people.changePerson', 'people.reviewDuplicates'].some(
      (permission) =>
        all(who, permission) ||
        (raw['people.post'] ?? []).some(
          (post) =>
            post.person_id === row.person_id &&
            within(who, permission, post.unit_id) &&
            within(who, 'people.readPerson', post.unit_id, post.person_id),
        ),
    ),
  ...Object.fromEntries(fileSections.map((name) => [`personnel.${name}`, ofFile()])),
  'personnel.assessment': ofFile(false),
  'salary.uncounted_time': ofFile(),
  'territory.dossier': unit('territory.readDossier'),
  'territory.signature': (row, who, raw) =>
    (raw['territory.dossier'] ?? []).some((d) => d.id === row.dossier_id && within(who, 'territory.readDossier', d.unit_id)),
  'bodies.decision': unit('bodies.readBody'),
  'bodies.circular': unit('bodies.readBody'),
  'bodies.autonomy': unit('bodies.readBody'),
  'careers.action': (row, who) => seesAction(row, who),
  'careers.decision': (row, who, raw) =>
    (row.kind !== 'discipline' &&
      (all(who, 'careers.readDecision') || (who.reach.get('careers.readDecision')?.units.has(String(row.issuer_id)) ?? false))) ||
    (raw['careers.action'] ?? []).some((action) => action.decision_id === row.id && seesAction(action, who)),
  'careers.effect': (row, who, raw) =>
    (raw['careers.action'] ?? []).some((action) => action.id === row.action_id && seesAction(action, who)),
  'staffing.quota_decision': (_row, who) => all(who, 'staffing.readQuota') || unitsWithin(who, 'staffing.readQuota'),
  'staffing.quota_entry': unit('staffing.readQuota'),
  'positions.catalogue': (_row, who) => holds(who, 'positions.readPosition'),
  'positions.position': (_row, who) => holds(who, 'positions.readPosition'),
  'positions.competence': (_row, who) => holds(who, 'positions.readPosition'),
  'positions.product': (_row, who) => holds(who, 'positions.readPosition'),
  'positions.scheme': unit('positions.readScheme'),
  'positions.scheme_line': unit('positions.readScheme'),
  'positions.assignment': unit('positions.readScheme'),
  'imports.import': (row, who) => seesImport(row, who),
  'imports.source': (row, who, raw) =>
    (raw['imports.import'] ?? []).some((each) => each.sha256 === row.sha256 && seesImport(each, who)),
  'imports.sheet': ofImport,
  'imports.run': ofImport,
  'imports.row': ofImport,
  'imports.trace': ofImport,
  'imports.mapping': (_row, who) => holds(who, 'imports.makeImport'),
  'kernel.calendar_day': () => true,
  'kernel.code_entry': () => true,
  'kernel.book_series': () => true,
  'kernel.book_number': () => true,
  'kernel.deadline': (row, who) => seesDeadline(row, who),
  'kernel.deadline_reminder': (row, who, raw) =>
    (raw['kernel.deadline'] ?? []).some((deadline) => deadline.id === row.deadline_id && seesDeadline(deadline, who)),
  'evaluation.rating': (row, who) => within(who, 'evaluation.readRating', row.unit_id, row.person_id),
  'indicators.typed_figure': everywhere('reports.readFigure', 'reports.typeFigure'),
  'indicators.typed_item': everywhere('reports.readFigure'),
  'indicators.snapshot': everywhere('reports.readReport'),
  'reports.template': everywhere('reports.readReport', 'reports.editTemplate'),
  'reports.report': everywhere('reports.readReport', 'reports.draftEdition'),
  'reports.edition': everywhere('reports.readReport'),
}

/** Whoever has an account may read these. */
const openToAll = [
  'access.member',
  'access.role',
  'access.role_permission',
  'kernel.calendar_day',
  'kernel.code_entry',
  'kernel.book_series',
  'kernel.book_number',
]

/** Tables no operation may look into at all. */
const closed: Record<string, string> = {
  'audit.head': 'the log’s own place; only its functions use it',
  'auth.verification': 'short-lived proofs of the sign-in service',
  'kernel.migration': 'the runner’s own list',
  'kernel.setting': 'facts of the installation, read at start-up',
}

/** Rows no small world makes by itself; each table needs at least one, or proves nothing. */
async function aWorld(world: TestWorld) {
  const insert = (text: string, values: unknown[] = []) => world.sql(text, values)
  for (const [code, role] of Object.entries(roles)) {
    await insert(`INSERT INTO access.role (code, title_vi, title_en) VALUES ($1, $1, $1)`, [code])
    for (const [domain, grants] of Object.entries(role.grants))
      for (const [key, reach] of Object.entries(grants))
        await insert(`INSERT INTO access.role_permission VALUES ($1, $2, $3)`, [code, `${domain}.${key}`, reach])
  }
  const ids = await world.asSystem(
    async (ctx) => {
      const department = await aUnit(ctx, { name: 'Sở Y tế' })
      const hospital = await aUnit(ctx, { name: 'Bệnh viện', parentId: department.unitId })
      const ward = await aUnit(ctx, { name: 'Khoa Nội', parentId: hospital.unitId })
      const other = await aUnit(ctx, { name: 'Sở Xây dựng' })
      const people: Record<string, string> = {}
      for (const [name, unitId] of Object.entries({ department, hospital, ward, other }).map(
        ([key, u]) => [key, u.unitId] as const,
      )) {
        const rated = await aRating(ctx, { personId: (await aPerson(ctx, { unitId })).id })
        people[name] = rated.personId ?? ''
      }
      for (const name of ['hospital', 'other']) {
        await aWholeFile(ctx, people[name] ?? '', name === 'other' ? 1 : 0)
        await aTime(ctx, people[name] ?? '')
        await aTime(ctx, people[name] ?? '', 'DC', '2021-08-01', '2021-08-31')
      }
      const users: Record<string, string> = {}
      const user = async (
        username: string,
        role: string | null,
        unitId: string | null = null,
        person: string | null = null,
        from = '2020-01-01',
        until: string | null = null,
      ) => {
        const { id } = await createUser(ctx, {
          username,
          name: `Người ${username}`,
          personId: person,
          password: 'bốn con voi xanh',
        })
        users[username] = id
        if (role) await assignRole(ctx, { id, role, unitId, from, until })
      }
      const person = people.other ?? null
      await user('nobody', null)
      await user('self', 'officer', null, person)
      await user('unit', 'unit-head', hospital.unitId, people.hospital ?? null)
      await user('below', 'personnel-officer', department.unitId)
      await user('everything', 'director')
      await user('administrator', 'administrator')
      await user('former', 'director', null, null, '2020-01-01', today)
      await user('coming', 'director', null, null, '2022-12-21')
      await user('deputy', 'officer', null, person)
      await user('partly', 'officer', null, person)
      await user('urgent', 'personnel-officer', other.unitId)
      await user('member', null, null, people.ward ?? null)
      await user('stranger', null, null, person)
      for (const permission of single) await user(permission.toLowerCase(), `only-${permission}`)
      const template = shippedTemplate()
      await installTemplate(ctx, template)
      const title = { vi: 'Báo cáo', en: 'Report' }
      const period = { period: '2022', periodFrom: '2022-01-01', periodUntil: '2023-01-01', formerPeriod: '2021' }
      await installReport(ctx, { id: 'annual-2022', templateCode: template.id, title, ...period, parameters: {} })
      const [figure] = (await listFigures(ctx, { period: '2022', source: 'typed' })).rows
      const evidence = { evidenceDocument: 'Báo cáo số 1', evidencePlace: 'trang 1', note: null }
      await typeFigures(ctx, [
        {
          id: figure?.id ?? '',
          period: '2022',
          value: '1',
          qualifier: 'exact',
          ...evidence,
          items: [{ label: 'Một', amount: null }],
        },
      ])
      const edition = await draftEdition(ctx, 'annual-2022')
      await anAct(ctx)
      await aUnitList(ctx)
      await anAct(ctx, { applied: true })
      for (const unitId of [department.unitId, hospital.unitId, other.unitId, null])
        await aDecision(ctx, { lines: [[unitId, 3]] })
      const decided = { issuerId: department.unitId }
      const transfer = { unitId: other.unitId, title: 'Chuyên viên' }
      await aSignedDecision(ctx, { ...decided, lines: [{ personId: people.ward ?? '', details: transfer }] })
      await aSignedDecision(ctx, {
        issuerId: other.unitId,
        kind: 'discipline',
        lines: [people.hospital, people.other].map((personId = '') => ({
          personId,
          details: { form: 'KT', cause: 'Chậm việc' },
        })),
      })
      await aDraft(ctx, {
        ...decided,
        kind: 'maternity',
        lines: [{ personId: people.hospital ?? '', details: { until: '2022-12-01' } }],
      })
      for (const unitId of [department.unitId, hospital.unitId, other.unitId]) {
        await someBodies(ctx, unitId)
        await aSignedDossier(ctx, { unitId })
        await aHeldPosition(ctx, unitId)
      }
      return { users, people, department: department.unitId, hospital: hospital.unitId, edition: edition.id }
    },
    { requestId: 'world' },
  )
  const user = (name: string) => ids.users[name] ?? ''
  const { key, prefix } = makeKey()
  await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
  {
    const id = newId()
    const service = newId()
    const put = (text: string, values: unknown[]) => world.sql(text, values)
    await put(
      `INSERT INTO auth."user" (id, name, email, username, kind, "createdAt", "updatedAt") VALUES ($1, 'Máy', 'may@x', 'may', 'service', now(), now())`,
      [service],
    )
    await put(
      `INSERT INTO access.assignment (id, user_id, role, unit_id, valid_from) VALUES (gen_random_uuid(), $1, 'personnel-officer', $2, '2020-01-01')`,
      [service, ids.department],
    )
    await put(
      `INSERT INTO access.service_key (id, user_id, name, prefix, operations, created_at, created_by_name, expires_at) VALUES ($1, $2, 'K', $3, '{people.listPeople,people.getPerson}', now(), 'x', '2030-01-01')`,
      [id, service, prefix],
    )
    await put(`INSERT INTO auth.service_secret (key_id, hash) VALUES ($1, $2)`, [id, keyHash(key)])
    await put(
      `INSERT INTO access.assignment (id, members_of, members_below, role, unit_id, valid_from) VALUES (gen_random_uuid(), $1, true, 'unit-head', $1, '2020-01-01')`,
      [ids.hospital],
    )
    for (const name of ['nobody', 'deputy', 'partly', 'everything']) {
      await put(
        `INSERT INTO auth.session (id, token, "userId", "expiresAt", "createdAt", "updatedAt") VALUES ($1, $1, $2, now(), now(), now())`,
        [`s-${name}`, user(name)],
      )
      await put(`INSERT INTO auth.totp (user_id, secret, created_at) VALUES ($1, 'x', now())`, [user(name)])
      await put(`INSERT INTO auth.recovery_code (user_id, hash) VALUES ($1, 'x')`, [user(name)])
      await put(
        `INSERT INTO auth.passkey (id, user_id, name, public_key, counter, transports, created_at) VALUES ($1, $2, 'x', 'x', 0, '{}', now())`,
        [`p-${name}`, user(name)],
      )
      await put(
        `INSERT INTO kernel.request (actor_id, request_id, operation, input_hash, answered_at) VALUES ($1, 'r', 'o', 'h', now())`,
        [user(name)],
      )
      await put(`UPDATE auth.session SET second_factor_at = now() WHERE id = $1`, [`s-${name}`])
    }
    await put(
      `INSERT INTO auth.account (id, "accountId", "providerId", "userId", "createdAt", "updatedAt") VALUES ('o', 'o', 'oidc', $1, now(), now())`,
      [user('self')],
    )
    await put(
      `INSERT INTO auth.attempt (key, failures, last_at) VALUES ('user:self', 1, now()), ('address:10.0.0.1', 1, now())`,
      [],
    )
    await put(`INSERT INTO access.role_rule (role, second_factor) VALUES ('officer', false)`, [])
    await put(
      `INSERT INTO kernel.backup (id, file, scheduled, encrypted, began_at, alive_at) VALUES (gen_random_uuid(), '/x', true, false, now(), now())`,
      [],
    )
    for (const name of ['unit', 'below']) {
      const job = newId()
      await put(
        `INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, state, asked_at, run_at, attempts)
         VALUES ($1, 'jobs.pruneJobs', '{}', $2, 'x', 'starter', 'vi', 'waiting', now(), now(), 1)`,
        [job, user(name)],
      )
      await put(
        `INSERT INTO kernel.job_order (id, subject, job, act, by_id, by_name, at) VALUES (gen_random_uuid(), $1, 'jobs.pruneJobs', 'cancel', $2, 'x', now())`,
        [job, user('everything')],
      )
      await put(
        `INSERT INTO kernel.notice (id, user_id, kind, params, raised_by, raised_at, mail) VALUES (gen_random_uuid(), $1, 'jobs.stuck', '{}', 'system', now(), 'none')`,
        [user(name)],
      )
      await put(
        `INSERT INTO kernel.notice_setting (user_id, lang, quiet_from, quiet_until, quiet_days_off, digest_hour, choices)
         VALUES ($1, 'vi', '20:00', '07:00', true, 16, '{}')`,
        [user(name)],
      )
    }
    // A pair within one department, a pair across two; a record of the hospital into which another was merged, and one elsewhere.
    for (const [low, high] of [
      [ids.people.hospital, ids.people.ward],
      [ids.people.hospital, ids.people.other],
    ] as const)
      await put(
        `INSERT INTO people.duplicate (id, low_id, high_id, score, grade, reasons, facts, found_by, found_at, state)
         VALUES (gen_random_uuid(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 80, 'surely', '[]', 'x', 'search', now(), 'open')`,
        [low, high],
      )
    for (const asking of [ids.people.hospital, ids.people.other])
      await put(
        `INSERT INTO people.request (id, person_id, field, old_value, new_value, due, state, asked_by, asked_by_name, asked_at)
         VALUES (gen_random_uuid(), $1, 'sex', 'female', 'male', '2022-12-30', 'open', 'x', 'x', now())`,
        [asking],
      )
    for (const kept of [ids.people.hospital, ids.people.other])
      await put(
        `INSERT INTO people.merge (id, kept_id, gone_id, gone_name, why, merged_by_name, merged_at) VALUES (gen_random_uuid(), $1, gen_random_uuid(), 'x', 'x', 'x', now())`,
        [kept],
      )
    // A file of a person in the hospital, a sensitive one of somebody elsewhere, one nobody uses yet.
    const [hospital, elsewhere] = [ids.people.hospital, ids.people.other]
    for (const [name, linked, sensitive, unitId, person] of [
      ['unit', true, false, ids.hospital, hospital],
      ['below', true, true, null, elsewhere],
      ['self', false, false, null, null],
      ['unit', false, true, null, null],
    ] as const) {
      const file = newId()
      await put(
        `INSERT INTO files.file (id, sha256, size, name, media_type, kind, inline, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at, linked)
         VALUES ($1, repeat('a', 64), 1, 'x', 'text/plain', 'text', true, 'files.general', $2, $3, 'x', now(), $4)`,
        [file, sensitive, user(name), linked],
      )
      if (linked)
        await put(
          `INSERT INTO files.link (id, file_id, owner_relation, owner_id, read_permission, write_permission, unit_id, person_id, linked_at)
           VALUES (gen_random_uuid(), $1, 'people.person', $2::uuid::text, 'people.readPerson', 'people.changePerson', $3, $2::uuid, now())`,
          [file, person, unitId],
        )
      await put(
        `INSERT INTO files.opening (id, file_id, actor_id, actor_name, opened_at) VALUES (gen_random_uuid(), $1, $2, 'x', now())`,
        [file, user(name)],
      )
    }
    // Two imports of one file by different people, another of another file; a deadline in the hospital and one elsewhere.
    for (const [name, sha] of [
      ['unit', 'b'],
      ['below', 'b'],
      ['below', 'c'],
    ] as const) {
      const brought = newId()
      await put(
        `INSERT INTO imports.source (sha256, size, bytes, stored_at) VALUES (repeat($1, 64), 1, 'x', now()) ON CONFLICT DO NOTHING`,
        [sha],
      )
      await put(
        `INSERT INTO imports.import (id, kind, actor_id, actor_name, file_name, sha256, size, state, created_at)
         VALUES ($1, 'people', $2, 'x', 'x.csv', repeat($3, 64), 1, 'drafted', now())`,
        [brought, user(name), sha],
      )
      await put(
        `INSERT INTO imports.sheet (import_id, no, name, hidden, merges, rows, score) VALUES ($1, 0, 'x', false, '[]', '[]', 0)`,
        [brought],
      )
      await put(
        `INSERT INTO imports.run (import_id, run_id, task, state, started_at, seen_at) VALUES ($1, $1, 'look', 'done', now(), now())`,
        [brought],
      )
      await put(`INSERT INTO imports.row (import_id, no, texts) VALUES ($1, 1, '{}')`, [brought])
      await put(
        `INSERT INTO imports.trace (import_id, relation, record_id, no, act) VALUES ($1, 'people.person', $2, 1, 'made')`,
        [brought, elsewhere],
      )
    }
    await put(
      `INSERT INTO map.boundary (id, unit_id, geometry, source, brought_at) VALUES (gen_random_uuid(), $1, '{"type": "Polygon", "coordinates": []}', 'x', now())`,
      [ids.hospital],
    )
    await put(`INSERT INTO imports.mapping (kind, fingerprint, mapping, used_at) VALUES ('people', 'x', '{}', now())`, [])
    for (const [unitId, person] of [
      [ids.hospital, hospital],
      [null, elsewhere],
    ]) {
      const deadline = newId()
      await put(
        `INSERT INTO kernel.deadline (id, owner_relation, owner_id, purpose, label, link, unit_id, person_id, read_permissions, write_permissions, rule,
           start_on, term, due, state, calendar_version, explanation, opened_on)
         VALUES ($1, 'people.person', $2::uuid::text, 'x', 'x', '/', $3, $2::uuid, '{people.readPerson}', '{people.changePerson}', 'x', '2022-12-01', '{}',
           '2022-12-20', 'open', 'x', '{}', '2022-12-01')`,
        [deadline, person, unitId],
      )
      await put(
        `INSERT INTO kernel.deadline_reminder (id, deadline_id, due, step, occurrence, planned_on, sent_on, recipients)
         VALUES (gen_random_uuid(), $1, '2022-12-20', 'x', 1, '2022-12-20', '2022-12-20', '{}')`,
        [deadline],
      )
    }
    await put(
      `INSERT INTO kernel.calendar_day (id, day, kind, label, source, entered_by_name, entered_at) VALUES (gen_random_uuid(), '2022-12-19', 'off', 'x', 'x', 'x', now())`,
      [],
    )
    await put(
      `INSERT INTO kernel.code_entry (id, list, code, label_vi, label_en, position, source) VALUES (gen_random_uuid(), 'x', 'x', 'x', 'x', 1, 'x')`,
      [],
    )
    await put(
      `INSERT INTO kernel.book_series (book, scope, series, last, permissions, opened_at) VALUES ('x', '', '2022', 1, '{reports.draftEdition}', 1)`,
      [],
    )
    await put(
      `INSERT INTO kernel.book_number (id, book, scope, series, number, text, dated, relation, record_id, taken_by, taken_at)
       VALUES (gen_random_uuid(), 'x', '', '2022', 1, '1', '2022-12-20', 'x', 'x', 'x', now())`,
      [],
    )
    for (const unitId of [ids.department, ids.hospital]) {
      const correction = newId()
      await put(
        `INSERT INTO organization.correction (id, unit_id, ground, reason, at, by) VALUES ($1, $2, 'x', 'x', now(), 'x')`,
        [correction, unitId],
      )
      await put(
        `INSERT INTO organization.former_version (id, unit_id, code, name, short_name, kind, level, known_until, correction_id)
         SELECT id, unit_id, code, name, short_name, kind, level, now(), $1 FROM organization.unit_version WHERE unit_id = $2`,
        [correction, unitId],
      )
      await put(
        `INSERT INTO organization.former_parent (id, unit_id, parent_id, tree, known_until, correction_id)
         VALUES (gen_random_uuid(), $2, $3, 'government', now(), $1)`,
        [correction, unitId, ids.department],
      )
    }
    await put(`INSERT INTO files.blob (sha256, size, state, checked_at) VALUES (repeat('a', 64), 1, 'missing', now())`, [])
    await put(
      `INSERT INTO files.fault (id, sha256, state, found_at) VALUES (gen_random_uuid(), repeat('a', 64), 'missing', now())`,
      [],
    )
    await put(`INSERT INTO kernel.job_schedule (name, last_due) VALUES ('jobs.pruneJobs', now()) ON CONFLICT DO NOTHING`, [])
    for (const [to, permissions] of [
      ['deputy', null],
      ['partly', ['evaluation.readRating']],
    ] as const) {
      const delegation = newId()
      await put(
        `INSERT INTO access.delegation (id, from_user, to_user, permissions, valid_from, valid_until, reason, created_at) VALUES ($1, $2, $3, $4, '2022-01-01', '2023-01-01', 'x', now())`,
        [delegation, user('below'), user(to), permissions],
      )
      await put(`UPDATE auth.session SET acting_for = $1 WHERE id = $2`, [delegation, `s-${to}`])
    }
    await put(
      `INSERT INTO access.emergency (id, user_id, user_name, reason, started_at, until) VALUES (gen_random_uuid(), $1, 'x', 'x', '2022-12-20T02:30:00Z', '2022-12-20T03:30:00Z')`,
      [user('urgent')],
    )
    await put(
      `INSERT INTO indicators.snapshot (id, edition_id, figure_id, value, qualifier, source, status, record_ids, record_prints, record_labels) VALUES (gen_random_uuid(), $1, 'F', 1, 'exact', 'typed', 'ok', '{}', '{}', '{}')`,
      [ids.edition],
    )
  }
  const actors: Record<string, Actor | null> = {}
  for (const name of Object.keys(ids.users))
    actors[name] = await loadActor(world.kernel, user(name), ['deputy', 'partly'].includes(name) ? `s-${name}` : null)
  actors.service = await loadKey(world.kernel, key, '127.0.0.1')
  return { actors }
}

interface Table {
  name: string
  from: string
  shown: string[]
}

/** Every table and view there is, with the columns an operation may look at. */
function tablesOf(world: TestWorld): Promise<Table[]> {
  return world.sql<{ name: string; from: string; shown: string[] }>(`
    SELECT n.nspname || '.' || c.relname AS name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS "from",
      coalesce((SELECT array_agg(a.attname ORDER BY a.attnum)::text[] FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND NOT a.attisdropped AND has_column_privilege('noivu_app', c.oid, a.attnum, 'SELECT')), '{}') AS shown
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND n.nspname NOT IN ('information_schema', 'public') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1`)
}

/** What a view without its own condition would show, for the views: the rows behind it. */
const behind: Record<string, string> = {
  'access.user_account': `SELECT id, username, name, "personId" AS person_id, disabled, "createdAt" AS created_at, kind, oidc_name FROM auth."user"`,
  'access.colleague': `SELECT id, username, name FROM auth."user" WHERE NOT disabled AND kind = 'person' AND id <> 'system'`,
  'files.openable': 'SELECT * FROM files.file',
  'access.delegation_named': `SELECT d.*, f.name AS from_name, t.name AS to_name FROM access.delegation d JOIN auth."user" f ON f.id = d.from_user JOIN auth."user" t ON t.id = d.to_user`,
}

async function rawRows(world: TestWorld, tables: Table[]): Promise<Raw> {
  const raw: Raw = {}
  for (const { name, from } of tables)
    raw[name] = (await world.sql<{ j: Row }>(`SELECT to_jsonb(t) AS j FROM (${behind[name] ?? `SELECT * FROM ${from}`}) t`)).map(
      (r) => r.j,
    )
  return raw
}

/** How far an account reaches, from raw rows alone. */
function recompute(raw: Raw, name: string, id: string): Looker {
  const rows = (table: string) => raw[table] ?? []
  const below = (root: string): string[] => [
    root,
    ...rows('organization.unit_parent')
      .filter((p) => p.parent_id === root && (p.valid_until === null || String(p.valid_until) > today))
      .flatMap((p) => below(String(p.unit_id))),
  ]
  const personOf = (user: string) => (rows('auth.user').find((u) => u.id === user)?.personId as string | null) ?? null
  const reachOf = (user: string) => {
    const reach = new Map<string, Holds>()
    const main = rows('people.post').filter((post) => post.person_id === personOf(user) && post.is_main && held(post, today))
    for (const a of rows('access.assignment')) {
      const by =
        a.user_id === user ||
        (a.members_of !== null &&
          main.some((p) => (a.members_below ? below(String(a.members_of)) : [a.members_of]).includes(p.unit_id as string)))
      if (!by || !held(a, today)) continue
      for (const [domain, grants] of Object.entries(roles[String(a.role)]?.grants ?? {}))
        for (const [key, how] of Object.entries(grants)) {
          const entry = reach.get(`${domain}.${key}`) ?? { all: false, own: true, units: new Set<string>() }
          if (how === 'all') entry.all = true
          if (how === 'unit') entry.units.add(String(a.unit_id))
          if (how === 'unit-and-below') for (const each of below(String(a.unit_id))) entry.units.add(each)
          reach.set(`${domain}.${key}`, entry)
        }
    }
    return reach
  }
  const delegation = rows('access.delegation').find((d) => d.to_user === id)
  if (delegation && ['deputy', 'partly'].includes(name)) {
    const passed = delegation.permissions as string[] | null
    const reach = new Map(
      [...reachOf(String(delegation.from_user))].filter(
        ([permission]) => !permission.startsWith('administration.') && (!passed || passed.includes(permission)),
      ),
    )
    return { id, person: null, reach }
  }
  const reach = reachOf(id)
  if (rows('access.emergency').some((e) => e.user_id === id))
    for (const [permission, how] of reach) if (!permission.startsWith('administration.')) how.all = true
  return { id, person: personOf(id), reach }
}

/** Where what somebody sees differs from what plain words say. */
async function faultsOf(world: TestWorld, actors: Record<string, Actor>, tables: Table[], only?: string): Promise<string[]> {
  const raw = await rawRows(world, tables)
  const faults: string[] = []
  for (const [name, actor] of Object.entries(actors)) {
    const who = recompute(raw, name, actor.id)
    await world.as(
      {
        ...actor,
        reach: { ...actor.reach, 'testing.act': { own: true } },
        ...(actor.operations ? { operations: [...actor.operations, 'testing.act'] } : {}),
      },
      async (ctx) => {
        for (const table of tables) {
          const rule = rules[table.name]
          if (!rule || (only && table.name !== only)) continue
          const columns = sql.join(table.shown.map((column) => sql.ref(column)))
          const { rows } = await sql<{
            j: Row
          }>`SELECT to_jsonb(x) AS j FROM (SELECT ${columns} FROM ${sql.raw(table.from)}) x`.execute(ctx.db)
          const print = (row: Row) => JSON.stringify(table.shown.map((column) => row[column]))
          const seen = rows.map(({ j }) => print(j)).sort()
          const due = (raw[table.name] ?? [])
            .filter((row) => rule(row, who, raw))
            .map(print)
            .sort()
          if (seen.join('\n') !== due.join('\n'))
            faults.push(`${name} sees ${seen.length} rows of ${table.name}, not ${due.length}`)
        }
      },
      { operation: 'testing.act', writes: false },
    )
  }
  return faults
}

const present = (actors: Record<string, Actor | null>): Record<string, Actor> =>
  Object.fromEntries(Object.entries(actors).flatMap(([name, actor]) => (actor ? [[name, actor]] : [])))

describe('the proof of reach', () => {
  test('every table shows every user exactly the rows within reach', { timeout: 120_000 }, async ({ world }) => {
    const { actors } = await aWorld(world)
    expect(Object.keys(present(actors))).toHaveLength(14 + single.length)
    const tables = await tablesOf(world)
    expect(tables.filter((t) => !(t.name in rules) && !(t.name in closed)).map((t) => t.name)).toEqual([])
    expect([...Object.keys(rules), ...Object.keys(closed)].filter((name) => !tables.some((t) => t.name === name))).toEqual([])
    expect(tables.filter((t) => t.name in closed && t.shown.length > 0).map((t) => t.name)).toEqual([])
    const raw = await rawRows(world, tables)
    expect(Object.keys(rules).filter((name) => (raw[name] ?? []).length === 0)).toEqual([])
    expect(await faultsOf(world, present(actors), tables)).toEqual([])
  })

  test('would notice: any table laid open, any policy gone', { timeout: 300_000 }, async ({ world }) => {
    const { actors } = await aWorld(world)
    const tables = await tablesOf(world)
    const policies = await world.sql<{ table: string; policy: string }>(`
      SELECT schemaname || '.' || tablename AS table, policyname AS policy FROM pg_policies WHERE cmd IN ('ALL', 'SELECT') ORDER BY 1, 2`)
    const missed: string[] = []
    const tried = async (what: string, table: string, text: string) => {
      await world.sql('SAVEPOINT mutant')
      await world.sql(text)
      if ((await faultsOf(world, present(actors), tables, table)).length === 0) missed.push(what)
      await world.sql('ROLLBACK TO SAVEPOINT mutant')
    }
    const from = (name: string) => tables.find((t) => t.name === name)?.from ?? name
    for (const name of Object.keys(rules)) {
      // Views have no policies, and what is open to all cannot be laid more open.
      if (name in behind || openToAll.includes(name)) continue
      await tried(`${name} laid open`, name, `CREATE POLICY mutant ON ${from(name)} FOR SELECT TO noivu_app USING (true)`)
    }
    for (const { table, policy } of policies)
      if (table in rules) await tried(`${table} without ${policy}`, table, `DROP POLICY ${policy} ON ${from(table)}`)
    expect(missed).toEqual([])
  })

  test('no operation answers with a record out of reach, however it is asked', { timeout: 300_000 }, async ({ world }) => {
    const { actors } = await aWorld(world)
    const tables = await tablesOf(world)
    const raw = await rawRows(world, tables)
    const { contract, router } = gatherRoutes(domains)
    const records = [
      'files.file',
      'kernel.job',
      'kernel.notice',
      'people.person',
      'evaluation.rating',
      'organization.act',
      'reports.edition',
      'access.emergency',
      'access.delegation',
      'access.service_key',
    ]
    const faults: string[] = []
    let asked = 0
    for (const [name, actor] of Object.entries(present(actors))) {
      const who = recompute(raw, name, actor.id)
      // What a record within reach refers to may be named: whose rating it is.
      const visible = JSON.stringify(
        Object.entries(rules).map(([table, rule]) => (raw[table] ?? []).filter((row) => rule(row, who, raw))),
      )
      const out = records
        .flatMap((table) => (raw[table] ?? []).map((row) => String(row.id)))
        .filter((id) => !visible.includes(id))
      for (const [domain, procedures] of Object.entries(contract)) {
        for (const [key, procedure] of Object.entries(procedures)) {
          const { route } = procedure['~orpc']
          if (route.method !== 'GET' || key.startsWith('export')) continue
          const inputs = route.path?.includes('{')
            ? [...out.slice(0, 2), ...out.slice(-1)].map((id) => ({ id }))
            : [{ limit: 200 }]
          for (const input of inputs) {
            const context: RequestContext = { kernel: world.kernel, actor, requestId: null, reason: null, lang: 'vi' }
            const answer: unknown = await call(router[domain]?.[key] as never, input as never, {
              context: context as never,
              path: [domain, key],
            }).catch((error: unknown) => error)
            asked++
            if (answer instanceof Error) {
              if (!asRefusal(answer) && !/validation|not found/i.test(answer.message))
                faults.push(`${domain}.${key} for ${name}: ${answer.message}`)
              continue
            }
            const body = JSON.stringify(answer)
            for (const id of out) if (body.includes(id)) faults.push(`${domain}.${key} shows ${name} the record ${id}`)
          }
        }
      }
    }
    expect(faults).toEqual([])
    expect(asked).toBeGreaterThan(300)
  })
})
