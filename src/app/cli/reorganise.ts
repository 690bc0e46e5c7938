import { applyAct, findActByTitle, rehearseAct, undoAct } from '#domains/organization/index.ts'
import type { Act, Rehearsal } from '#domains/organization/act.contract.ts'
import { can } from '#domains/organization/organization.permissions.ts'
import type { Ctx, Kernel } from '#kernel/context.ts'
import { formatDateShort, parseDate } from '#kernel/dates.ts'
import { runOperation } from '#kernel/operations.ts'
import { system, translate } from '../platform.ts'
import { importTable } from './import.ts'
import { work as openWork } from './installation.ts'
import { facts, printJson } from './output.ts'
import { type Asked, CommandFailure, UsageError } from './usage.ts'

const modes = ['rehearse', 'apply', 'undo'] as const

/**
 * `noivu reorganise FILE --act TEXT --on DATE --rehearse|--apply|--undo`: the table of the file becomes the draft of an act (once, however often
 * it is brought in), which is then rehearsed, applied or taken back. The exit code is 1 where it cannot be.
 */
export async function reorganise(asked: Asked): Promise<number> {
  const chosen = modes.filter((m) => asked.on(m))
  const [mode] = chosen
  if (!mode || chosen.length > 1) throw new UsageError('reorganise.oneOf')
  const on = parseDate(asked.text('on'))
  if (!on) throw new UsageError('badDate', { value: asked.text('on') })
  const title = asked.text('act')
  return openWork(async (kernel) => {
    const act = <T>(operation: string, writes: boolean, run: (ctx: Ctx) => Promise<T>) =>
      runOperation(kernel, { operation, permission: can.reorganise, writes, actor: system, lang: asked.lang }, run)
    if (mode === 'undo') {
      const known = await act('cli.reorganise', false, (ctx) => findActByTitle(ctx, title, on))
      if (!known) throw new CommandFailure('reorganise.unknown', { title, on: formatDateShort(on, asked.lang) })
      await act('organization.undoAct', true, (ctx) => undoAct(ctx, known.id))
      await asked.out.print(`${asked.say('reorganise.undone', { title })}\n`)
      return 0
    }
    const drafted = await draft(kernel, asked, { title, on }, act)
    if (!drafted) return 1
    const outcome =
      mode === 'apply'
        ? await act('organization.applyAct', true, (ctx) => applyAct(ctx, drafted.id))
        : await act('organization.rehearseAct', true, (ctx) => rehearseAct(ctx, drafted.id))
    await printOutcome(asked, mode, { act: drafted.id, title, on }, outcome)
    return outcome.effects ? 0 : 1
  })
}

async function draft(
  kernel: Kernel,
  asked: Asked,
  { title, on }: { title: string; on: string },
  act: <T>(operation: string, writes: boolean, run: (ctx: Ctx) => Promise<T>) => Promise<T>,
): Promise<Act | null> {
  const abolish = asked.text('abolish')
  const set = { act: title, on, ...(abolish ? { abolish } : {}) }
  if (!(await importTable(kernel, asked, 'reorganisation', asked.argument, set))) return null
  return act('cli.reorganise', false, (ctx) => findActByTitle(ctx, title, on))
}

/** Lines of a list shown; JSON tells all. */
const most = 20

/** What an act did or would do, or why it cannot be. */
export async function printOutcome(
  asked: Asked,
  mode: 'rehearse' | 'apply',
  act: { act: string; title: string; on: string },
  outcome: Rehearsal,
): Promise<void> {
  if (asked.on('json')) await printJson(asked, { ...act, applied: mode === 'apply' && outcome.effects !== null, ...outcome })
  else await print(asked, mode, outcome)
}

async function print(asked: Asked, mode: 'rehearse' | 'apply', { faults, effects }: Rehearsal): Promise<void> {
  const { say, out, lang } = asked
  for (const f of faults.slice(0, most)) {
    const words = translate(lang, `organization.actFaults.${f.code}`, { other: f.other?.name ?? '' })
    await out.print(`  ${f.unit.code} ${f.unit.name}: ${words}\n`)
  }
  if (faults.length > most) await out.print(`  ${say('import.more', { count: faults.length - most })}\n`)
  if (!effects) return out.print(`${say('reorganise.refused', { count: faults.length })}\n`)
  const sum = (rows: { count: number }[]) => String(rows.reduce((n, r) => n + r.count, 0))
  await out.print(
    facts([
      [`  ${say('reorganise.established')}`, String(effects.established)],
      [`  ${say('reorganise.ended')}`, String(effects.ended)],
      [`  ${say('reorganise.altered')}`, String(effects.altered)],
      [`  ${say('reorganise.moved')}`, String(effects.moved)],
      [`  ${say('reorganise.posts')}`, sum(effects.posts)],
      [`  ${say('reorganise.doubled')}`, String(effects.doubled.length)],
      [`  ${say('reorganise.reach')}`, String(effects.reach.length)],
      [`  ${say('reorganise.sameName')}`, String(effects.sameName.length)],
    ]),
  )
  await out.print(`${say(mode === 'apply' ? 'reorganise.applied' : 'reorganise.rehearsed')}\n`)
}
