import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import { refuse } from '../errors.ts'

/** Keeps a file by its contents and gives its name among them. */
export async function putSource(ctx: Ctx, bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await sql`INSERT INTO imports.source (sha256, size, bytes, stored_at) VALUES (${sha256}, ${bytes.length}, ${bytes}, ${ctx.now()})
    ON CONFLICT DO NOTHING`.execute(ctx.db)
  return sha256
}

/** The bytes of a file kept. @throws Refusal `kernel.notFound` */
export async function getSource(ctx: Ctx, sha256: string): Promise<Buffer> {
  const { rows } = await sql<{ bytes: Buffer }>`SELECT bytes FROM imports.source WHERE sha256 = ${sha256}`.execute(ctx.db)
  if (!rows[0]) throw refuse.notFound({ what: 'file' })
  return rows[0].bytes
}
