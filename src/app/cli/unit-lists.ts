import {
  applyAct,
  compareUnitList,
  decideByProposals,
  draftFromUnitList,
  rehearseAct,
  unitLists,
} from '#domains/organization/index.ts'
import { can } from '#domains/organization/organization.permissions.ts'
import type { Ctx } from '#kernel/context.ts'
import { formatDateShort, parseDate } from '#kernel/dates.ts'
import { runOperation } from '#kernel/operations.ts'
import { system, translate } from '../platform.ts'
import { ask, work } from './installation.ts'
import { printList } from './output.ts'
import { printOutcome } from './reorganise.ts'
import { type Asked, CommandFailure, UsageError } from './usage.ts'

const confidences = ['certain', 'likely', 'guess'] as const

/** A date given, in any form people write one. @throws UsageError */
function dateOf(asked: Asked, text: string): string {
  const day = parseDate(text)
  if (!day) throw new UsageError('badDate', { value: text })
  return day
}

/**
 * `noivu lists`: the lists of units brought in. `noivu lists DATE`: what the list of that day says otherwise than what is recorded, and what is
 * proposed. With `--act` and `--on` the proposals that are at least so sure (`--accept`) become the draft of an act, the rest is said not to be
 * known; it is rehearsed, and with `--apply` applied. The exit code is 1 where it cannot be.
 */
export async function compareLists(asked: Asked): Promise<number> {
  if (asked.all[1] !== undefined) throw new UsageError('tooMuch', { value: asked.all[1] })
  if (asked.argument === '') return printLists(asked)
  const day = dateOf(asked, asked.argument)
  const listOn = async (ctx: Ctx) => {
    const list = (await unitLists(ctx)).find((l) => l.listedOn === day)
    if (!list) throw new CommandFailure('lists.unknown', { on: formatDateShort(day, asked.lang) })
    return list
  }
  const title = asked.text('act')
  if (title === '') {
    const found = await ask(asked, 'compareUnitList', can.reorganise, async (ctx) => compareUnitList(ctx, (await listOn(ctx)).id))
    return printProposals(asked, found)
  }
  const effectiveOn = dateOf(asked, asked.text('on'))
  const least = confidences.find((c) => c === (asked.text('accept') || 'likely'))
  if (!least) throw new UsageError('lists.badConfidence', { value: asked.text('accept') })
  return work(async (kernel) => {
    const act = <T>(operation: string, run: (ctx: Ctx) => Promise<T>) =>
      runOperation(kernel, { operation, permission: can.reorganise, writes: true, actor: system, lang: asked.lang }, run)
    const id = await act('organization.draftFromUnitList', async (ctx) => {
      const list = await listOn(ctx)
      const { proposals } = await compareUnitList(ctx, list.id)
      return draftFromUnitList(ctx, { id: list.id, title, effectiveOn, decisions: decideByProposals(proposals, least) })
    })
    const mode = asked.on('apply') ? 'apply' : 'rehearse'
    const outcome =
      mode === 'apply'
        ? await act('organization.applyAct', (ctx) => applyAct(ctx, id))
        : await act('organization.rehearseAct', (ctx) => rehearseAct(ctx, id))
    await printOutcome(asked, mode, { act: id, title, on: effectiveOn }, outcome)
    return outcome.effects ? 0 : 1
  })
}

async function printLists(asked: Asked): Promise<number> {
  const lists = await ask(asked, 'unitLists', can.reorganise, unitLists)
  await printList(asked, {
    keys: ['id', 'listed_on', 'title', 'units'],
    rows: lists.map((l) => ({ id: l.id, listed_on: l.listedOn, title: l.title, units: String(l.units) })),
    columns: ['listed_on', 'title', 'units'].map((key) => ({ key, title: asked.say(`column.list_${key}`) })),
  })
  return 0
}

async function printProposals(asked: Asked, found: Awaited<ReturnType<typeof compareUnitList>>): Promise<number> {
  const say = (group: string, key: string) => translate(asked.lang, `organization.unitLists.${group}.${key}`)
  const rows = found.proposals.map(({ old, candidates: [first] }) => ({
    old_code: old.code,
    old_name: old.name,
    new_code: first?.code ?? '',
    new_name: first?.name ?? '',
    confidence: asked.on('csv') ? (first?.confidence ?? '') : first ? say('confidences', first.confidence) : '',
    evidence: (first?.evidence ?? []).map((e) => (asked.on('csv') ? e : say('evidences', e))).join(', '),
  }))
  const made = found.made.map((m) => ({
    old_code: '',
    old_name: '',
    new_code: m.code,
    new_name: m.name,
    confidence: '',
    evidence: '',
  }))
  const keys = ['old_code', 'old_name', 'new_code', 'new_name', 'confidence', 'evidence']
  await printList(asked, {
    keys,
    rows: [...rows, ...made],
    columns: keys.map((key) => ({ key, title: asked.say(`column.list_${key}`) })),
  })
  return 0
}
