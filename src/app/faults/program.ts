import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { environmentOf } from '../config.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Place {
  dataFolder: string
  databaseUrl?: string
  /** Further settings of the environment. */
  settings?: Record<string, string>
  /** Command put before the program, such as one that limits what it may use. */
  within?: string[]
}

/** The built program in a process of its own, as `npm start` runs it. */
export interface Program {
  url: string
  child: ChildProcess
  /** Milliseconds from the start until it answered. */
  startedIn: number
  /** What it has said so far. */
  said(): string
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>
  /** Asks it to stop; gives its exit code and how many milliseconds it took. */
  stop(): Promise<{ code: number | null; ms: number }>
}

/** @throws Error when it ends before it answers. */
export async function startProgram(place: Place): Promise<Program> {
  const began = performance.now()
  const { DATABASE_URL: _none, ...environment } = environmentOf()
  const [command = process.execPath, ...before] = [...(place.within ?? []), process.execPath]
  const child = spawn(command, [...before, 'dist/server.js', '--empty', '--lang', 'en'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      NODE_ENV: 'production',
      NOIVU_DATA: place.dataFolder,
      PORT: '0',
      NOIVU_RATE_LIMIT: 'off',
      NOIVU_LOG: 'warn',
      ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
      ...place.settings,
    },
  })
  let said = ''
  const hear = (chunk: Buffer) => (said += chunk.toString())
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const lastWords = () => `(${child.exitCode ?? child.signalCode}) ${said}`
  let url: string | undefined
  while (!(url = /http:\/\/\S+:\d+/.exec(said)?.[0])) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the program ended before it was ready: ${lastWords()}`)
    await wait(10)
  }
  return {
    url: url.replace('localhost', '127.0.0.1'),
    child,
    startedIn: performance.now() - began,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      const asked = performance.now()
      child.kill('SIGTERM')
      return { code: await ended, ms: performance.now() - asked }
    },
  }
}

export interface Answer {
  status: number
  body: unknown
  headers: Headers
}

/** Somebody who asks a program over HTTP, signed in or not. Null is no answer at all: the line broke. */
export class Client {
  private cookie = ''

  constructor(public url: string) {}

  /** What it sends along. */
  get cookies(): string {
    return this.cookie
  }

  /** The same browser, asking another process. */
  at(url: string): Client {
    const other = new Client(url)
    other.cookie = this.cookie
    return other
  }

  async ask(method: 'GET' | 'POST', path: string, body?: unknown, requestId?: string): Promise<Answer | null> {
    try {
      const form = body instanceof FormData
      const answer = await fetch(`${this.url}/api${path}`, {
        method,
        headers: {
          origin: this.url,
          cookie: this.cookie,
          ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
          ...(requestId ? { 'x-request-id': requestId } : {}),
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      })
      const text = await answer.text()
      for (const cookie of answer.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? ''
      return {
        status: answer.status,
        headers: answer.headers,
        body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
      }
    } catch {
      return null
    }
  }

  /** @throws Error when the answer is not 200. */
  async must<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body)
    if (answer?.status !== 200) throw new Error(`${method} ${path}: ${answer?.status} ${JSON.stringify(answer?.body)}`)
    return answer.body as T
  }

  signIn(username: string, password: string): Promise<Answer | null> {
    this.cookie = ''
    return this.ask('POST', '/auth/sign-in/username', { username, password })
  }
}
