import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { entryInto } from './entry.ts'
import type { Outcome, World } from './world.ts'

interface Made {
  file: string
  sha256: string | null
  ended: boolean
}

/**
 * Kills the program while a backup is made and people go on typing. Afterwards every file under a final name is whole and known by its hash,
 * nothing acknowledged is lost, and a backup is made in the end.
 */
export async function killDuringBackup(world: World, kills: number, random: () => number): Promise<Outcome> {
  const folder = join(world.place.dataFolder, 'backups')
  const entry = entryInto(world, random)
  const wrong: string[] = []
  const inDoubt = { done: 0, undone: 0 }
  const made = () =>
    world.sql<{ file: string } & Record<string, unknown>>(
      `SELECT file, sha256, ended_at IS NOT NULL AS ended FROM kernel.backup ORDER BY began_at`,
    ) as unknown as Promise<Made[]>
  const whole = async () => (await made()).filter((m) => m.ended && m.sha256 !== null)
  await order(world)
  await until(async () => (await whole()).length > 0)
  const [first] = await world.sql<{ ms: number }>(
    `SELECT extract(epoch FROM ended_at - began_at)::float8 * 1000 AS ms FROM kernel.backup WHERE sha256 IS NOT NULL`,
  )
  for (let n = 0; n < kills; n++) {
    const begun = (await made()).length
    const killed = (async () => {
      await order(world)
      await until(async () => (await made()).length > begun, 10)
      await wait(random() * (first?.ms ?? 1000))
      await world.program.kill()
    })()
    await entry.work(killed)
    await world.restart()
    const { done, undone } = await entry.check()
    inDoubt.done += done
    inDoubt.undone += undone
    const known = new Map((await made()).map((m) => [m.file.split(/[\\/]/).at(-1), m]))
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (!name.endsWith('.noivu')) continue
      const row = known.get(name)
      if (row?.sha256 && row.sha256 !== (await hashOf(join(folder, name)))) wrong.push(`${name} is not what is recorded of it`)
    }
    if (wrong.length + entry.wrong.length > 0) break
  }
  const before = (await whole()).length
  await order(world)
  if (!(await until(async () => (await whole()).length > before))) wrong.push('after all this no backup could be made')
  return {
    part: 'backup',
    blows: kills,
    acknowledged: entry.sent.filter((one) => one.answer !== undefined).length,
    inDoubt,
    wrong: [...wrong, ...entry.wrong],
    note: `${(await whole()).length} whole backups among ${(await made()).length} begun`,
  }
}

/** Orders a backup, as the administrator does on the page; refused when one is under way. */
async function order(world: World): Promise<void> {
  await world.administrator.ask('POST', '/backups', {})
}

async function until(come: () => Promise<boolean>, everyMs = 200): Promise<boolean> {
  for (const end = Date.now() + 180_000; Date.now() < end; await wait(everyMs)) if (await come()) return true
  return false
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
