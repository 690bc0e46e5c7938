import { loadDemonstration } from './demo/load.ts'
import { allPermissions, makeKernel, openMigrated, setInstallationKind, system } from './platform.ts'
import { runOperation } from '#kernel/operations.ts'
const [folder = '', scale = '0.02'] = process.argv.slice(2)
console.time('open')
const db = await openMigrated({ folder })
console.timeEnd('open')
const kernel = makeKernel(db, { demonstration: true })
console.time('load')
await runOperation(kernel, { operation: 'app.loadDemonstration', permission: allPermissions[0]!, writes: true, actor: system }, (ctx) => loadDemonstration(ctx, (s, d) => console.log(s, d), Number(scale)))
console.timeEnd('load')
await setInstallationKind(db.pool, 'demonstration')
await db.pool.query('ANALYZE')
await db.close()
