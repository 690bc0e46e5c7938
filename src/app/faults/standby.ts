import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { entryInto } from './entry.ts'
import type { Outcome, World } from './world.ts'

/**
 * The primary dies while people type and its standby takes over, by the command given; the program turns to it by itself. What was
 * acknowledged and is gone is counted, not called wrong: whether any may be gone is a setting of the servers.
 */
export function switchOver(command: string) {
  return async (world: World, _blows: number, random: () => number): Promise<Outcome> => {
    const entry = entryInto(world, random)
    let diedAt = 0
    let writingAt = 0
    const until = (async () => {
      await wait(2000 + random() * 2000)
      diedAt = performance.now()
      await run(command)
      while (writingAt === 0 && performance.now() - diedAt < 90_000) await wait(20)
      await wait(1000)
    })()
    await entry.work(until, (sentAt) => {
      // Sent after the command was given and later than the death can be: the new primary's.
      if (diedAt > 0 && writingAt === 0 && sentAt > diedAt + 200) writingAt = performance.now()
    })
    const known = new Set(
      (await world.sql<{ request_id: string }>('SELECT request_id FROM audit.entry')).map((r) => r.request_id),
    )
    const acknowledged = entry.sent.filter((one) => one.answer !== undefined)
    const lost = acknowledged.filter((one) => !known.has(one.requestId))
    const { done, undone } = lost.length === 0 ? await entry.check() : { done: 0, undone: 0 }
    return {
      part: 'standby',
      blows: 1,
      acknowledged: acknowledged.length,
      inDoubt: { done, undone },
      wrong: writingAt === 0 ? ['not writing again after 90 s'] : entry.wrong,
      note: `${lost.length} acknowledged writes lost, writing again ${((writingAt - diedAt) / 1000).toFixed(1)} s after the death of the primary`,
    }
  }
}

function run(command: string): Promise<void> {
  return new Promise((done) => spawn('sh', ['-c', command], { stdio: 'ignore' }).once('exit', () => done()))
}
