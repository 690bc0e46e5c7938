import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, ConsoleMessage, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Account, type Demonstration, openContext, signIn, startBrowser, startDemonstration } from './demonstration.ts'

export { type Account, settled, visit } from './demonstration.ts'

/** What a loaded machine may take for one step. A step that is done ends at once. */
const patience = 60_000
const journeyPatience = 8 * 60_000
const firstStartPatience = 15 * 60_000

const results = path.resolve(import.meta.dirname, '..', 'test-results')

interface Surroundings {
  server: Demonstration
  browser: Browser
}

/** One server and one browser for all journeys of a run: specs share their modules (`isolate: false`). Both end with this process. */
let surroundings: Promise<Surroundings> | undefined

async function start(): Promise<Surroundings> {
  // The steps of a first start, without their percentages.
  const server = await startDemonstration((line) => /^Đang [^%(]*$|^Nội Vụ đang/.test(line) && console.log(line))
  return { server, browser: await startBrowser() }
}

/** Runs in each page: what the page's own policy (src/app/http-security.ts) would not let through is an error, with the place it came from. */
function tellViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`against the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
  })
}

/** What a journey works with. */
export interface Journey {
  /** Opens a browser of its own: somebody at another desk, signed in or not. */
  desk: (account?: Account) => Promise<Page>
  /** Refusals this journey provokes, which the browser reports as errors: matched with `text address`. */
  expects: (refusal: RegExp) => void
}

/** The first question of a page that nobody has signed in to. */
const unknownSelf = /status of 401 .*\/api\/administration\/self$/

/**
 * A journey of somebody through the application. Fails on any error the browser reports, too; a failed one leaves pictures of its desks in
 * test-results/.
 */
export function journey(name: string, walk: (journey: Journey) => Promise<void>): void {
  beforeAll(async () => {
    surroundings ??= start()
    await surroundings
  }, firstStartPatience)

  test(name, { timeout: journeyPatience }, async () => {
    surroundings ??= start()
    const { server, browser } = await surroundings
    const pages: Page[] = []
    const troubles: string[] = []
    const expected = [unknownSelf]
    const note = (message: ConsoleMessage) => {
      const said = `${message.text()} ${message.location().url}`
      if (message.type() === 'error') troubles.push(said)
    }
    const desk = async (account?: Account) => {
      const context = await openContext(browser, server.url, { acceptDownloads: true })
      context.setDefaultTimeout(patience)
      await context.addInitScript(tellViolations)
      const page = await context.newPage()
      pages.push(page)
      page.on('console', note)
      page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
      if (account) await signIn(page, account)
      return page
    }
    try {
      await walk({ desk, expects: (refusal) => expected.push(refusal) })
      expect(troubles.filter((trouble) => !expected.some((each) => each.test(trouble)))).toEqual([])
    } catch (error) {
      for (const [index, page] of pages.entries())
        await picture(page, `${name.replaceAll(/[^\p{L}\d]+/gu, '-').slice(0, 80)}-${index + 1}`)
      if (troubles.length > 0) console.log(`The browser reported:\n  ${troubles.join('\n  ')}`)
      throw error
    } finally {
      for (const page of pages) await page.context().close()
    }
  })
}

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(results, { recursive: true })
  await page.screenshot({ path: path.join(results, `${name}.png`), timeout: patience }).catch(() => undefined)
  console.log(`${page.url()}: test-results/${name}.png`)
}

/** Expects something to become so: `eventually(() => page.url()).toContain('...')`. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: patience, interval: 100 })

/** Waits until these words stand somewhere in view. */
export async function sees(place: Pick<Page, 'getByText'>, words: string | RegExp): Promise<void> {
  await place.getByText(words).filter({ visible: true }).first().waitFor()
}

/** The first bytes and the size of what a press downloads, and the name it would be saved under. */
export async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; head: string; size: number }> {
  const waiting = page.waitForEvent('download')
  await press()
  const file = await waiting
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return { name: file.suggestedFilename(), head: bytes.subarray(0, 5).toString('latin1'), size: bytes.length }
}
