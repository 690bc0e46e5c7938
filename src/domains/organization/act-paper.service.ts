import type { Ctx } from '#kernel/context.ts'
import { formatDateShort, formatDateWords } from '#kernel/dates.ts'
import { mostWordRows } from '#kernel/export-word.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { toWorkbook } from '#kernel/export.ts'
import { formatNumber, formatPercent } from '#kernel/numbers.ts'
import { fileNamePart } from '#kernel/text.ts'
import type { ActEffects, UnitName } from './act.contract.ts'
import { actToDocx } from './act-paper.docx.ts'
import * as paper from './act-paper.rules.ts'
import * as store from './act-paper.store.ts'
import { paperWords as t } from './act-paper.words.ts'
import { clausesOf, withOutcome } from './act.service.ts'

/** What handlers of other domains are asked for the list of what an act moves: the people by name as far as the reader may see them. */
export interface ActTelling {
  actId: string
  on: string
  people: paper.MovedPerson[]
  quotas: paper.MovedQuota[]
}

/**
 * The list of what an act moves, to be printed and signed: of an applied act what it did, of a draft what it would do, found out by a rehearsal.
 *
 * @throws Refusal `organization.actNotPrintable` where a draft could not be applied, `organization.actEmpty`, `kernel.wordTooLong`.
 */
export function printAct(ctx: Ctx, input: { id: string; format: 'docx' | 'xlsx' }): Promise<File> {
  return withOutcome(ctx, input.id, async (act, effects, nameOf) => {
    const sheet = await compose(ctx, act, effects, nameOf)
    const words = (name: string) => t(`columns.${name}`)
    const name = `${fileNamePart(`${t('file')} ${act.title}`)}.${input.format}`
    if (input.format === 'xlsx') {
      const bytes = await toWorkbook(
        sheet.tables.map((table) => ({
          sheet: t(`sheets.${table.key}`),
          title: `${t('heading')}: ${t(`tables.${table.key}`)}`,
          filterLine: `${act.title}. ${t('from', { date: formatDateShort(act.effectiveOn, 'vi') })}${sheet.draft ? ` ${t('isDraft')}` : ''}`,
          producedLine: [t('printed', { by: ctx.actor.name, date: formatDateShort(ctx.today(), 'vi') }), ...table.notes].join(
            ' ',
          ),
          columns: table.columns.map((c) => ({
            key: c.key,
            title: words(c.key),
            type: c.type,
            width: Math.round(c.share * 1.2),
          })),
          rows: table.rows.map((row) => Object.fromEntries(table.columns.map((c, i) => [c.key, row[i]]))),
        })),
      )
      return new File([new Uint8Array(bytes)], name, { type: types.xlsx })
    }
    const rows = sheet.tables.reduce((n, table) => n + table.rows.length, 0)
    if (rows > mostWordRows) throw kernelRefuse.wordTooLong({ limit: formatNumber(mostWordRows, 'vi') })
    return new File([new Uint8Array(await actToDocx(sheet))], name, { type: types.docx })
  })
}

/** An account whose name the reader may not see is told by its number, which says nothing on paper. */
const isId = (text: string) => /^[0-9a-f-]{36}$/.test(text)

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

async function compose(
  ctx: Ctx,
  act: { id: string; title: string; effectiveOn: string; note: string | null; state: string },
  effects: ActEffects,
  nameOf: (ids: readonly string[]) => Promise<(id: string) => UnitName>,
): Promise<paper.ActPaper> {
  const { effectiveOn: on } = act
  const moved = await store.findMoved(ctx.db, act.id, on)
  const told: ActTelling = { actId: act.id, on, people: [], quotas: [] }
  await ctx.announce('organization.act.telling', told)
  const names = await nameOf([
    ...moved.successions.flatMap((s) => [s.from, ...(s.to === null ? [] : [s.to])]),
    ...moved.versions.map((v) => v.unit),
    ...moved.places.flatMap((p) => [p.unit, p.to, ...(p.from === null ? [] : [p.from])]),
    ...told.people.flatMap((p) => [p.from, p.to]),
    ...told.quotas.map((q) => q.unit),
  ])
  const say = (u: UnitName) => (u.code === '' ? u.name : `${u.name} (${u.code})`)
  const since = new Map(moved.versions.map((v) => [v.unit, { id: v.unit, name: v.name, code: v.code }]))
  const words: paper.PaperWords = {
    t,
    unit: (id) => say(names(id)),
    heir: (id) => say(since.get(id) ?? names(id)),
    percent: (share) => formatPercent(String(Number((share * 100).toFixed(4))), undefined, 'vi'),
  }
  const clauseOf = await clausesOf(ctx, act.id)
  const posts = effects.posts.map((p) => ({ from: say(p.from), to: words.heir(p.to.id), count: p.count }))
  const { province, department } = await store.findIssuers(ctx.db, on)
  const all = posts.reduce((n, p) => n + p.count, 0)
  return {
    superior: province === '' ? '' : t('superior', { province }).toLocaleUpperCase('vi'),
    issuer: department.toLocaleUpperCase('vi'),
    date: ctx.today(),
    draft: act.state === 'draft',
    title: act.title,
    effectiveOn: formatDateWords(on),
    note: act.note,
    counts: (['established', 'ended', 'altered', 'moved'] as const)
      .filter((key) => effects[key] > 0)
      .map((key) => t(`counts.${key}`, { count: formatNumber(effects[key], 'vi') })),
    tables: [
      paper.successionTable(moved, clauseOf, words),
      paper.changeTable(moved, clauseOf, words),
      paper.postTable(posts),
      paper.peopleTable(told.people, all, words),
      paper.quotaTable(told.quotas, words),
      paper.table(
        'reach',
        paper.texts(['account', 30], ['old', 35], ['new', 35]),
        effects.reach.map((r) => [isId(r.user) ? t('unnamed') : r.user, say(r.from), r.to ? say(r.to) : t('reachEnds')]),
      ),
      paper.table(
        'names',
        paper.texts(['unit', 50], ['sameAs', 50]),
        effects.sameName.map((n) => [say(n.unit), say(n.other)]),
      ),
    ],
  }
}
