import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { wordResources } from '#app/words.ts'
import type { WordTree } from '#kernel/words.ts'
import { prepare, type Shown, shown } from './screens.ts'
import { type Account, journey, settled } from './support.ts'

/** Made once: both parts look at the same records. */
let records: Promise<Record<string, string>> | undefined

/** Texts of both languages, without their parameters. */
function textsOf(tree: WordTree | Record<string, WordTree>): string[] {
  return Object.values(tree).flatMap((each) =>
    typeof each === 'string' ? [each.replaceAll(/\{\{.*?\}\}/g, ' ')] : textsOf(each as WordTree),
  )
}
const wordsIn = (text: string) => text.match(/[\p{L}\p{M}]+/gu)?.map((word) => word.toLowerCase()) ?? []

/** A word that Vietnamese could spell without marks ("than", "long") tells nothing. */
const syllable = /^(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(c|ch|m|n|ng|nh|p|t)?$/

const vietnamese = new Set(textsOf(wordResources.vi).flatMap(wordsIn))
const english = new Set(
  textsOf(wordResources.en)
    .flatMap(wordsIn)
    .filter((word) => word.length > 1 && !vietnamese.has(word) && !syllable.test(word)),
)

/** English words in view; the language switch itself may name the other language, and a code is of no language. */
async function englishIn(page: Page): Promise<string[]> {
  const [whole, codes] = await page.evaluate(() => [
    document.body.innerText,
    [...document.querySelectorAll<HTMLElement>('code')].map((each) => each.innerText),
  ])
  const text = codes.reduce((rest, code) => rest.replace(code, ''), whole)
  return [...new Set(wordsIn(text).filter((word) => english.has(word)))]
}

/** What repeats: beyond the first few, rows and paragraphs are like those before. */
const alike = [
  'tr[data-row]:nth-child(n+6)',
  '.tree [role="group"] > li:nth-child(n+6)',
  '.finding:nth-child(n+6)',
  '.document [data-block]:nth-of-type(n+14)',
  '.document-notes > p:nth-child(n+4)',
  '.contents li:nth-child(n+8)',
  '.template-outline > section:nth-of-type(n+8)',
]

/** Violations but minor ones: which rule, how often, and the first places. `ready`: axe is in the page already. */
async function violationsIn(page: Page, { rule, ready }: { rule?: string; ready: boolean }): Promise<string[]> {
  const builder = new AxeBuilder({ page, ...(ready ? { axeSource: 'void 0' } : {}) }).setLegacyMode(true)
  for (const each of alike) builder.exclude(each)
  const { violations } = await builder
    // The size of what is pressed is of WCAG 2.2; axe asks it only when told to.
    .options({ resultTypes: ['violations'], ...(rule ? { runOnly: [rule] } : { rules: { 'target-size': { enabled: true } } }) })
    .analyze()
  return (
    violations
      .filter(({ impact }) => impact !== 'minor')
      // The levels of a report's headings are those of its template.
      .filter(({ id, nodes }) => id !== 'heading-order' || !nodes.every((node) => String(node.target).startsWith('#block-')))
      .map(
        ({ id, nodes }) =>
          `${id} (${nodes.length}): ${nodes
            .slice(0, 3)
            .map((node) => node.target.join(' '))
            .join(' | ')}`,
      )
  )
}

/** What reaches beyond the screen's edge and makes the whole page scroll sideways. */
async function overflowIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = [document.documentElement, document.body, document.querySelector('#main')].some(
      (box) => box && box.scrollWidth > box.clientWidth + 1,
    )
    if (!wide) return []
    const beyond = [...document.querySelectorAll('body *')].filter(
      (each) => each.getBoundingClientRect().right > window.innerWidth + 1,
    )
    return beyond.slice(0, 5).map((each) => `${each.tagName.toLowerCase()}.${each.getAttribute('class') ?? ''}`)
  })
}

/** Whatever is wrong with one screen, on a wide screen and a phone, light and dark. */
async function troublesOf(page: Page, { account, address, shows, opened, press }: Shown, places: Record<string, string>) {
  const found: string[] = []
  const note = (what: string, list: string[]) =>
    found.push(...list.map((each) => `${address}${opened ? ` (${opened})` : ''} ${what}: ${each}`))
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(address.replace(/\{(\w+)\}/, (_, name: string) => places[name] ?? name))
  await page.locator(shows).first().waitFor()
  if (account) await settled(page)
  if (press) {
    await press(page)
    if (opened !== 'the columns') await page.getByRole('dialog').first().waitFor()
  }
  note('English', await englishIn(page))
  note('1440 light', await violationsIn(page, { ready: false }))
  await page.emulateMedia({ colorScheme: 'dark' })
  note('1440 dark', await violationsIn(page, { rule: 'color-contrast', ready: true }))
  await page.setViewportSize({ width: 390, height: 844 })
  note('390 dark', await violationsIn(page, { rule: 'color-contrast', ready: true }))
  await page.emulateMedia({ colorScheme: 'light' })
  note('390 light', await violationsIn(page, { ready: true }))
  note('390 scrolls sideways', await overflowIn(page))
  note('390 English', await englishIn(page))
  return found
}

/**
 * Walks one of `of` parts of all screens, each in a spec of its own so that parts can run beside each other.
 */
export function walkScreens(part: number, of: number): void {
  const length = Math.ceil(shown.length / of)
  const some = shown.slice((part - 1) * length, part * length)
  journey(
    `can be read and used by everybody (${part} of ${of}): axe, a phone, light and dark, and no English on a Vietnamese screen`,
    async ({ desk }) => {
      expect(english.size).toBeGreaterThan(200)
      const desks = new Map<Account | undefined, Promise<Page>>()
      const deskOf = async (account: Account | undefined) => {
        const page = desks.get(account) ?? desk(account)
        desks.set(account, page)
        return page
      }
      records ??= prepare(deskOf)
      const places = await records
      const found: string[] = []
      for (const each of some) found.push(...(await troublesOf(await deskOf(each.account), each, places)))
      expect(found).toEqual([])
    },
  )
}
