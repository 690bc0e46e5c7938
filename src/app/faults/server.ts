import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { entryInto } from './entry.ts'
import { lineTo } from './proxy.ts'
import { type Outcome, type World } from './world.ts'

/** Faults of a PostgreSQL server and of the line to it, while people type; the program is never started again: it comes back by itself. */

async function strike(
  world: World,
  part: string,
  blows: number,
  random: () => number,
  blow: (n: number) => Promise<void>,
): Promise<Outcome> {
  const entry = entryInto(world, random)
  const inDoubt = { done: 0, undone: 0 }
  let longest = 0
  const pid = world.program.child.pid
  // Looked at closely after each series of blows, and not after each: the program stays up.
  for (let n = 0; n < blows && entry.wrong.length === 0;) {
    const until = (async () => {
      for (const end = Math.min(blows, n + 5); n < end; n++) {
        await wait(30 + random() * 250)
        await blow(n)
      }
      const began = performance.now()
      while ((await world.officer.ask('GET', '/ready'))?.status !== 200) {
        if (performance.now() - began > 60_000) {
          entry.wrong.push('not back after a minute')
          return
        }
        await wait(50)
      }
      longest = Math.max(longest, performance.now() - began)
      await wait(200)
    })()
    await entry.work(until)
    const { done, undone } = await entry.check()
    inDoubt.done += done
    inDoubt.undone += undone
  }
  if (world.program.child.pid !== pid || world.program.child.exitCode !== null) entry.wrong.push('the program ended')
  return {
    part,
    blows,
    acknowledged: entry.sent.filter((one) => one.answer !== undefined).length,
    inDoubt,
    wrong: entry.wrong,
    note: `ready again at most ${Math.round(longest)} ms after the last blow of a series`,
  }
}

/** The administrator of the server ends all connections of the program. */
export async function endConnections(world: World, blows: number, random: () => number): Promise<Outcome> {
  const pid = await world.sql<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return strike(world, 'connection ended', blows, random, async () => {
    await world.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid() AND pid <> $1`,
      [pid[0]?.pid],
    )
  })
}

/** The line between the program and the server is cut. */
export async function cutLine(world: World, blows: number, random: () => number): Promise<Outcome> {
  const url = new URL(world.place.databaseUrl ?? '')
  const line = await lineTo(url.hostname, Number(url.port))
  url.port = String(line.port)
  await world.program.stop()
  await world.restart({ databaseUrl: url.toString() })
  try {
    return await strike(world, 'line cut', blows, random, async (n) => {
      if (n % 3 !== 2) return line.cut()
      line.refuse()
      await wait(300)
      line.heal()
    })
  } finally {
    await world.program.kill()
    await world.restart()
    await line.close()
  }
}

/** The server is restarted at once, as after a power cut, by the command given: `NOIVU_FAULTS_RESTART`. */
export function restartServer(command: string) {
  return (world: World, blows: number, random: () => number): Promise<Outcome> =>
    strike(world, 'database restarted', blows, random, async () => {
      execFileSync('sh', ['-c', command], { stdio: 'ignore' })
      // The way the checks look in is broken too.
      await world.sql('SELECT 1').catch(() => [])
    })
}

/** An empty database of its own on the server. */
export async function emptyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `noivu_faults_${process.pid}_${Date.now()}`
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query(`CREATE DATABASE ${name}`)
  // A throw-away server may be set to forget the last moment when it dies; what an installation must not do is not measured.
  await owner.query(`ALTER DATABASE ${name} SET synchronous_commit = on`)
  await owner.end()
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    url: own.toString(),
    drop: async () => {
      const again = new pg.Client({ connectionString: url })
      await again.connect()
      await again.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await again.end()
    },
  }
}
