import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { wordResources } from '#app/words.ts'
import type { WordTree } from '#kernel/words.ts'
import { type Account, journey, settled } from './support.ts'

/** The main screens, each with somebody who opens it and what shows that it is complete. */
const screens: { account: Account | undefined; address: string; shows: string }[] = [
  { account: undefined, address: '/', shows: '.sign-in-demo button' },
  { account: 'giamdoc', address: '/', shows: '.today a' },
  { account: 'giamdoc', address: '/con-nguoi?search=nguyen+thi+thuy', shows: 'tr[data-row]' },
  { account: 'giamdoc', address: '/con-nguoi/{person}', shows: '.timeline' },
  { account: 'giamdoc', address: '/to-chuc', shows: '[role="tree"] [role="group"] .node' },
  { account: 'giamdoc', address: '/to-chuc/danh-sach', shows: 'tr[data-row]' },
  { account: 'giamdoc', address: '/to-chuc/don-vi/{unit}?asOf=2018-01-01', shows: '.band' },
  { account: 'giamdoc', address: '/danh-gia', shows: 'tr[data-row]' },
  { account: 'giamdoc', address: '/chi-so', shows: 'tr[data-row]' },
  { account: 'giamdoc', address: '/chi-so/kiem-tra', shows: '.finding' },
  { account: 'giamdoc', address: '/bao-cao', shows: '.report-card' },
  { account: 'giamdoc', address: '/bao-cao/annual-2022?figure=F34d-03&light=all', shows: '.breakdown' },
  { account: 'tonghop', address: '/bao-cao/annual-2022/mau?at=block/a-i-members/0', shows: '.document' },
  { account: 'quantri', address: '/quan-tri/nguoi-dung', shows: 'tr[data-row]' },
  { account: 'quantri', address: '/quan-tri/nguoi-dung/{user}', shows: '.plain-table' },
  { account: 'quantri', address: '/quan-tri/vai-tro', shows: '.plain-table' },
  { account: 'quantri', address: '/quan-tri/nhat-ky', shows: 'tr[data-row]' },
]

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

/** English words in view; the language switch itself may name the other language. */
async function englishIn(page: Page): Promise<string[]> {
  const text = await page.locator('body').innerText()
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

/** Serious and critical violations: which rule, how often, and the first places. `ready`: axe is in the page already. */
async function violationsIn(page: Page, { rule, ready }: { rule?: string; ready: boolean }): Promise<string[]> {
  const builder = new AxeBuilder({ page, ...(ready ? { axeSource: 'void 0' } : {}) }).setLegacyMode(true)
  for (const each of alike) builder.exclude(each)
  const { violations } = await builder.options({ resultTypes: ['violations'], ...(rule ? { runOnly: [rule] } : {}) }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id} (${nodes.length}): ${nodes
          .slice(0, 3)
          .map((node) => node.target.join(' '))
          .join(' | ')}`,
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

journey(
  'can be read and used by everybody: axe, a phone, light and dark, and no English on a Vietnamese screen',
  async ({ desk }) => {
    expect(english.size).toBeGreaterThan(200)
    const desks = new Map<Account | undefined, Page>()
    const found: string[] = []
    const places: Record<string, string> = {}
    for (const { account, address, shows } of screens) {
      const page = desks.get(account) ?? (await desk(account))
      desks.set(account, page)
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(address.replace(/\{(\w+)\}/, (_, name: string) => places[name] ?? name))
      await page.locator(shows).first().waitFor()
      if (account) await settled(page)
      const rowOf = async () => (await page.locator('tr[data-row]').first().getAttribute('data-row')) ?? ''
      if (address.startsWith('/con-nguoi?')) places.person = await rowOf()
      if (address === '/quan-tri/nguoi-dung') places.user = await rowOf()
      if (address === '/to-chuc')
        places.unit = (await page.locator('.node', { hasText: 'Thị xã Mỹ Hào' }).locator('..').getAttribute('data-unit')) ?? ''

      const note = (what: string, list: string[]) => found.push(...list.map((each) => `${address} ${what}: ${each}`))
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
    }
    expect(found).toEqual([])
  },
)
