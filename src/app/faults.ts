import { parseArgs } from 'node:util'
import { environmentOf } from './config.ts'
import { killDuringBackup } from './faults/backup.ts'
import { fillDisk } from './faults/disk.ts'
import { killDuringEntry } from './faults/entry.ts'
import { killDuringImport } from './faults/import.ts'
import { killDuringSealing } from './faults/sealing.ts'
import { cutLine, emptyDatabase, endConnections, restartServer } from './faults/server.ts'
import { switchOver } from './faults/standby.ts'
import { aWorld, type Outcome, randomFrom, type World } from './faults/world.ts'

/**
 * Faults on purpose, against the built program: `npm run faults [-- --part entry,import --kills 50 --seed 7]`. Each part gets an installation
 * of its own, on the embedded database or, with DATABASE_URL, on a database it makes there. The parts that hurt the server itself need one:
 * `scripts/with-postgres.sh npm run faults`.
 */
type Part = (world: World, blows: number, random: () => number) => Promise<Outcome>

const { DATABASE_URL: url, NOIVU_FAULTS_RESTART: restart, NOIVU_FAULTS_SWITCH: switching } = environmentOf()
const parts: Record<string, Part> = {
  entry: killDuringEntry,
  import: killDuringImport,
  sealing: killDuringSealing,
  backup: killDuringBackup,
  ...(url ? { ended: endConnections, cut: cutLine } : { disk: fillDisk }),
  ...(url && restart ? { restart: restartServer(restart) } : {}),
  ...(url && switching ? { standby: switchOver(switching) } : {}),
}

const { values } = parseArgs({
  options: { part: { type: 'string' }, kills: { type: 'string', default: '30' }, seed: { type: 'string', default: '316' } },
})
for (const name of values.part ? values.part.split(',') : Object.keys(parts)) {
  const run = parts[name]
  if (!run) throw new Error(`no such part here: ${name}; there are ${Object.keys(parts).join(', ')}`)
  const began = Date.now()
  // The two servers of a rehearsal were made for it, with an empty database.
  const own = url && !switching ? await emptyDatabase(url) : null
  const databaseUrl = own?.url ?? url
  const world = await aWorld(databaseUrl ? { databaseUrl } : {})
  try {
    const outcome = await run(world, Number(values.kills), randomFrom(Number(values.seed)))
    const seconds = Math.round((Date.now() - began) / 1000)
    console.log(JSON.stringify({ ...outcome, database: url ? 'postgres' : 'embedded', seconds }))
    if (outcome.wrong.length > 0) process.exitCode = 1
  } finally {
    await world.close()
    await own?.drop()
  }
}
