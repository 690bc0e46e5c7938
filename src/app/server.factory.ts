import type { Writable } from 'node:stream'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { assignRole, createUser } from '#domains/administration/index.ts'
import { makeAuth } from '#kernel/auth.ts'
import type { Database } from '#kernel/database.ts'
import type { Ctx, Kernel } from '#kernel/context.ts'
import { type Permission, reaches } from '#kernel/permissions.ts'
import { runOperation } from '#kernel/operations.ts'
import { freshDatabase, testBlobs } from '#kernel/testing.ts'
import type { Config } from './config.ts'
import { domains } from './domains.ts'
import { makeServer } from './http.ts'
import { allPermissions, makeKernel, system } from './platform.ts'
import { readRoles, syncRoles } from './roles.ts'

const config: Config = {
  dataFolder: '',
  databaseUrl: null,
  secret: null,
  s3: null,
  port: 0,
  host: '127.0.0.1',
  secure: false,
  publicUrl: null,
  mail: null,
  jobs: 0,
  backups: { folder: '', passphrase: null },
  oidc: null,
  log: 'silent',
  proxy: 'loopback',
  metricsToken: null,
  drainSeconds: 0,
  stopSeconds: 25,
  rateLimit: false,
  version: '0.0.0-test',
}

/** Password of every account made here. */
export const password = 'một hai ba bốn'

/** A server upon a migrated database of its own, asked without a network. */
export interface TestServer {
  server: FastifyInstance
  kernel: Kernel
  /** Runs a step as the platform itself, in an operation of its own. */
  asSystem<T>(run: (ctx: Ctx) => Promise<T>): Promise<T>
  /** An account with roles; a role that reaches a unit is given one. */
  account(username: string, roles?: { role: string; unitId?: string }[]): Promise<string>
  /** A role that grants just these permissions, everywhere. */
  role(code: string, permissions: Permission[]): Promise<void>
  ask(
    method: 'GET' | 'POST',
    url: string,
    more?: Omit<InjectOptions, 'method' | 'url'> & { cookie?: string },
  ): Promise<LightMyRequestResponse>
  /** Signs in; gives the cookie to ask with. */
  signIn(username: string): Promise<string>
  /** Another process upon the same database, with settings of its own. */
  beside(settings?: Partial<Config>, log?: Writable): Promise<TestServer>
  close(): Promise<void>
}

/** @param through gives the way by which the server reaches its database, when not its own. */
export async function aServer(through?: (database: Database) => Promise<Database>): Promise<TestServer> {
  const database = await freshDatabase()
  await syncRoles(database.pool, readRoles(domains))
  if (!through) return serve(database)
  const app = await serve(await through(database))
  return {
    ...app,
    close: async () => {
      await app.close()
      await database.close()
    },
  }
}

async function serve(database: Database, settings: Partial<Config> = {}, log?: Writable): Promise<TestServer> {
  const secret = 'a secret for tests, and for tests only'
  const kernel = makeKernel(database, { demonstration: false, blobs: testBlobs(), secret })
  const own = { ...config, ...settings }
  const auth = makeAuth(database, { secret, secure: own.secure, publicUrl: own.publicUrl, oidc: own.oidc })
  const server = await makeServer({ kernel, auth, config: own, ...(log ? { log } : {}) })
  const asSystem: TestServer['asSystem'] = (run) =>
    runOperation(
      kernel,
      { operation: 'testing.act', permission: allPermissions[0] as Permission, writes: true, actor: system },
      run,
    )
  const ask: TestServer['ask'] = (method, url, { cookie, headers, ...more } = {}) =>
    server.inject({
      method,
      url,
      headers: { host: 'noivu.test', ...(cookie ? { cookie, origin: 'http://noivu.test' } : {}), ...headers },
      ...more,
    })
  return {
    server,
    kernel,
    asSystem,
    ask,
    account: (username, roles = []) =>
      asSystem(async (ctx) => {
        const { id } = await createUser(ctx, { username, name: `Người dùng ${username}`, personId: null, password })
        for (const { role, unitId } of roles)
          await assignRole(ctx, { id, role, unitId: unitId ?? null, from: '2020-01-01', until: null })
        return id
      }),
    role: async (code, permissions) => {
      await database.pool.query(`INSERT INTO access.role (code, title_vi, title_en) VALUES ($1, $1, $1)`, [code])
      await database.pool.query(
        `INSERT INTO access.role_permission (role, permission, reach) SELECT $1, unnest($2::text[]), $3`,
        [code, permissions.map((p) => p.id), reaches.at(-1)],
      )
    },
    signIn: async (username) => {
      const answer = await ask('POST', '/api/auth/sign-in/username', { payload: { username, password } })
      if (answer.statusCode !== 200) throw new Error(`sign-in of ${username}: ${answer.statusCode} ${answer.body}`)
      return cookieOf(answer)
    },
    beside: async (differently = {}, stream) => {
      const other = await serve(database, differently, stream)
      return { ...other, close: async () => void (await other.server.close()) }
    },
    close: async () => {
      await server.close()
      await database.close()
    },
  }
}

/** The cookies an answer sets, as a browser sends them back. */
export function cookieOf(answer: LightMyRequestResponse): string {
  return answer.cookies.map((c) => `${c.name}=${encodeURIComponent(c.value)}`).join('; ')
}
