import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { entryInto } from './entry.ts'
import { type Outcome, type World } from './world.ts'

/**
 * Fills the disk of the data folder: a file system of its own in memory (`tmpfs`, which takes the rights of root), filled to the last
 * byte by a file beside the database while people type, emptied again, several times.
 */
export async function fillDisk(world: World, times: number, random: () => number): Promise<Outcome> {
  const wrong: string[] = []
  const mount = mkdtempSync(join(tmpdir(), 'noivu-disk-'))
  const before = world.place.dataFolder
  await world.program.stop()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700m', 'tmpfs', mount])
  const folder = join(mount, 'data')
  const statuses = new Map<number, number>()
  const inDoubt = { done: 0, undone: 0 }
  let acknowledged: number
  try {
    cpSync(before, folder, { recursive: true })
    mkdirSync(folder, { recursive: true })
    world.place.dataFolder = folder
    await world.restart()
    const entry = entryInto(world, random)
    for (let n = 0; n < times && wrong.length === 0; n++) {
      const filler = join(mount, 'filler')
      let over: () => void = () => {}
      const until = new Promise<void>((resolve) => (over = resolve))
      const working = entry.work(until)
      await wait(200 + random() * 300)
      fill(mount, filler)
      await wait(1500)
      over()
      await working
      const answer = await world.officer.ask('GET', '/health')
      statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1)
      rmSync(filler)
      // Either it went on by itself, or it ended and is started again by whoever watches it.
      const alive = await world.officer.ask('GET', '/administration/self')
      if (alive?.status !== 200) {
        await world.program.kill()
        await world.restart()
      }
      const { done, undone } = await entry.check()
      inDoubt.done += done
      inDoubt.undone += undone
      wrong.push(...entry.wrong)
    }
    acknowledged = entry.sent.filter((one) => one.answer !== undefined).length
  } finally {
    await world.program.kill()
    world.place.dataFolder = before
    await world.restart()
    execFileSync('umount', ['-l', mount])
    rmSync(mount, { recursive: true, force: true })
  }
  return {
    part: 'disk',
    blows: times,
    acknowledged,
    inDoubt,
    wrong,
    note: `health while full: ${[...statuses].map(([status, n]) => `${status} ${n} times`).join(', ')}`,
  }
}

/** Writes until nothing more fits. */
function fill(mount: string, file: string): void {
  const { bavail, bsize } = statfsSync(mount)
  try {
    writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize)))
  } catch {
    // Full.
  }
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096), { flag: 'a' })
  } catch {
    // Full to the last page.
  }
}
