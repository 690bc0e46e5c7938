import type { Actor, Ctx } from '../context.ts'
import type { Call } from '../operations.ts'
import type { TestWorld } from '../testing.ts'
import { type ImportWork, runCheck, runCommit, runLook } from './import.run.ts'
import { draftImport, startCheck, startCommit } from './import.service.ts'
import { findImport, type StoredImport } from './import.store.ts'
import type { Mapping } from './mapping.rules.ts'

const permission = { id: 'imports.makeImport', words: { vi: 'Nhập dữ liệu', en: 'Import' } }

/** The passes of an import for a test, each as an operation of an actor who may import besides what it may do already. */
export class ImportBench {
  readonly actor: Actor
  readonly work: ImportWork

  constructor(
    private readonly world: TestWorld,
    actor: Actor,
  ) {
    this.actor = { ...actor, reach: { ...actor.reach, [permission.id]: { own: true } } }
    this.work = { kernel: world.kernel, actor: this.actor, lang: 'vi', permission }
  }

  do<T>(run: (ctx: Ctx) => Promise<T>, call: Partial<Call> = {}): Promise<T> {
    return this.world.as(this.actor, run, call)
  }

  async found(id: string): Promise<StoredImport> {
    const found = await this.do((ctx) => findImport(ctx.db, id))
    if (!found) throw new Error('no such import')
    return found
  }

  /** Takes a file in and looks at it. */
  async draft(kind: string, fileName: string, bytes: Buffer | string): Promise<StoredImport> {
    const { id, runId } = await this.do((ctx) => draftImport(ctx, { kind, fileName, bytes: Buffer.from(bytes) }))
    await runLook(this.work, id, runId)
    return this.found(id)
  }

  /** The dry run, with the columns found and what is told besides. */
  async check(id: string, more: Mapping = {}): Promise<StoredImport> {
    const { mapping } = await this.found(id)
    const { runId } = await this.do((ctx) => startCheck(ctx, { id, mapping: { ...mapping, ...more } }))
    await runCheck(this.work, id, runId)
    return this.found(id)
  }

  async commit(id: string): Promise<StoredImport> {
    const { runId } = await this.do((ctx) => startCommit(ctx, id))
    await runCommit(this.work, id, runId)
    return this.found(id)
  }
}
