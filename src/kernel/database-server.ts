import type { Socket } from 'node:net'
import pg from 'pg'

/** Milliseconds a request waits for a connection before it is told that the database is away. */
export const connectPatience = 10_000

/** How the connections to a server are watched: asked every so often, given up when nothing was answered for so long. */
export const usualWatch = { everyMs: 5_000, silentMs: 30_000 }

/**
 * The servers an address names: `postgres://user:password@one:5432,two:5432/noivu` names a primary and its standby, in any order.
 */
export function serversIn(url: string): { host: string; port: number }[] {
  const hosts = /^postgres(?:ql)?:\/\/(?:[^@/]*@)?([^/?]*)/.exec(url)?.[1] ?? ''
  return hosts.split(',').map((each) => {
    const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(each) ?? []
    return { host: decodeURIComponent(host.replace(/^\[|\]$/g, '')), port: Number(port || 5432) }
  })
}

/** The address of the first of its servers alone, as the driver understands it. */
function addressOfFirst(url: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?,]*),[^/?]*/, '$1$2')
}

/**
 * Connections to a PostgreSQL server. Where the address names several, the one that takes writes is used: a connection that fails, or that
 * turns out to be of a standby, makes the next one go to the next server. The pool heals by itself: what is broken is thrown away.
 */
export function serverPool(url: string, max: number): pg.Pool {
  const servers = serversIn(url)
  const settings: Record<string, unknown> = {
    connectionString: addressOfFirst(url),
    max,
    pipeline: true,
    connectionTimeoutMillis: connectPatience,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
  if (servers.length < 2) return quiet(new pg.Pool(settings as pg.PoolConfig))
  let at = 0
  const turnFrom = (place: number) => {
    // Many connections fail at once: they turn to the next server once.
    if (place === at) at = (at + 1) % servers.length
  }
  const places = new WeakMap<pg.Client, number>()
  // A client made by the pool takes the server that is current at that moment; what the address says besides stays as it is.
  class ToCurrent extends pg.Client {
    constructor(config: pg.ClientConfig) {
      const address = new URL(config.connectionString ?? '')
      address.hostname = servers[at]?.host.includes(':') ? `[${servers[at]?.host}]` : (servers[at]?.host ?? '')
      address.port = String(servers[at]?.port ?? '')
      super({ ...config, connectionString: address.toString() })
      const place = at
      places.set(this, place)
      const connect = this.connect.bind(this) as unknown as (done: (error?: Error) => void) => void
      const connectAndTurn = (done?: (error?: Error) => void): Promise<void> | void => {
        if (!done) return new Promise((ready, fail) => void connectAndTurn((error) => (error ? fail(error) : ready())))
        connect((error?: Error) => {
          if (error) turnFrom(place)
          done(error)
        })
      }
      this.connect = connectAndTurn as unknown as pg.Client['connect']
    }
  }
  const onConnect = async (client: pg.Client) => {
    const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')
    if (!rows[0]?.standby) return
    turnFrom(places.get(client) ?? 0)
    throw Object.assign(new Error('the server is a standby'), { code: '25006' })
  }
  return quiet(new pg.Pool({ ...settings, Client: ToCurrent, onConnect } as unknown as pg.PoolConfig))
}

/**
 * A connection that breaks is told to whoever waits on it, and the pool throws it away. Told to nobody besides: an error nobody listens to
 * would end the process, and between two questions of a transaction nobody does.
 */
export function quiet(pool: pg.Pool): pg.Pool {
  return pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
}

interface Connected {
  host: string
  port: number
  connection: { stream: Socket }
}

/**
 * Notices a server that is silent without having hung up (a cut cable, a frozen machine): asked on a connection of its own, and when it has
 * answered nothing for `silentMs`, every connection is cut, so that whoever waits on one is told at once. When another server has taken
 * over meanwhile, connections to the former one are cut right away.
 */
export function watchServer(pool: pg.Pool, { everyMs, silentMs } = usualWatch): { stop(): void } {
  const { Client } = pool as unknown as { Client: typeof pg.Client }
  const clients = () => (pool as unknown as { _clients: Connected[] })._clients
  const cut = (some: Connected[]) => some.forEach((each) => each.connection.stream.destroy())
  let answered = Date.now()
  let asking = false
  const ask = async () => {
    asking = true
    const client = new Client({ ...pool.options, connectionTimeoutMillis: everyMs, query_timeout: everyMs } as pg.ClientConfig)
    const { host, port } = client
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')
      if (!rows[0]?.standby) {
        answered = Date.now()
        cut(clients().filter((each) => each.host !== host || each.port !== port))
      }
      await client.end()
    } catch (error) {
      // A server that says why it takes nobody is there: those who wait will be answered.
      if (error instanceof pg.DatabaseError) answered = Date.now()
      cut([client as unknown as Connected])
    } finally {
      asking = false
    }
  }
  const timer = setInterval(() => {
    if (pool.totalCount === 0) answered = Date.now()
    else if (!asking) void ask()
    if (Date.now() - answered < silentMs) return
    answered = Date.now()
    cut(clients())
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
