import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const root = path.resolve(import.meta.dirname, '..')

/** A first start says what it does all the time; silence for so long means that it hangs. */
const longestSilence = 180_000

/** A demonstration server and how to stop it. */
export interface Demonstration {
  url: string
  stop: () => Promise<void>
}

/** Accounts of the demonstration province. */
export type Account = 'giamdoc' | 'tonghop' | 'tochuc' | 'truongphong' | 'chuyenvien' | 'quantri'

/**
 * Starts the built server with a fresh demonstration province in a temporary folder, on a free port. `NOIVU_E2E_URL` names a running one
 * instead (its records will change).
 *
 * @throws Error with all the server said, when it ends or falls silent before it is ready.
 */
export async function startDemonstration(say: (line: string) => void = () => {}): Promise<Demonstration> {
  const running = process.env.NOIVU_E2E_URL
  if (running) return { url: running, stop: () => Promise.resolve() }
  const server = path.join(root, 'dist', 'server.js')
  if (!existsSync(server)) throw new Error('Nothing is built: run "node scripts/ensure-built.mjs" first.')
  const leash = new URL('./leash.mjs', import.meta.url).href
  const child = spawn(process.execPath, ['--import', leash, server], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      NOIVU_DATA: mkdtempSync(path.join(tmpdir(), 'noivu-e2e-')),
      NOIVU_RATE_LIMIT: 'off',
      NOIVU_LOG: 'error',
      PORT: '0',
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`The server ${what} before it was ready.\n${said.join('\n')}`))
    const silence = setTimeout(() => fail('fell silent'), longestSilence)
    const hear = (line: string) => {
      said.push(line)
      say(line)
      silence.refresh()
      const address = /http:\/\/\S+/.exec(line)?.[0]
      if (address) {
        clearTimeout(silence)
        resolve(address)
      }
    }
    createInterface(child.stdout).on('line', hear)
    createInterface(child.stderr).on('line', hear)
    void ended.then(() => fail('ended'))
  })
  // The reader may leave without a word: neither side holds the other up.
  child.unref()
  return {
    url,
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}

/** Starts the Chromium of the packages: headless, each tab its own process, so that one may fail without the others. */
export async function startBrowser(): Promise<Browser> {
  sparticuz.setGraphicsMode = false
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--disable-dev-shm-usage'],
  })
}

/** A desk: a browser of its own, in Vietnamese, at Vietnamese time. */
export async function openContext(browser: Browser, url: string, more: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: url,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...more,
  })
}

/** Signs in as the page's own form does, without drawing it. */
export async function signIn(page: Page, account: Account): Promise<void> {
  const accounts = (await (await page.request.get('/api/demo-accounts')).json()) as { username: string; password: string }[]
  const password = accounts.find((each) => each.username === account)?.password ?? ''
  const { origin } = new URL((await page.request.get('/api/health')).url())
  const answer = await page.request.post('/api/auth/sign-in/username', {
    data: { username: account, password },
    headers: { origin },
  })
  if (!answer.ok()) throw new Error(`${account} could not sign in: ${answer.status()} ${await answer.text()}`)
}

/** Opens a page of the application and waits until its contents stand. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

/** Waits until a page has its heading and nothing of it is still being fetched. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await page.locator('main .skeleton').first().waitFor({ state: 'detached' })
}
