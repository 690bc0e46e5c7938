import { get } from 'node:http'
import { openContext, signIn, startBrowser } from '../../../e2e/demonstration.ts'

export interface PageWeight {
  files: number
  brotli: number
  gzip: number
}

/** What a browser loads until somebody has signed in and the start page stands, in bytes as the server sends them. */
export async function weighFirstPage(url: string): Promise<PageWeight> {
  const paths = await pathsOfFirstPage(url)
  const weigh = async (encoding: string) =>
    (await Promise.all(paths.map((path) => sentBytes(new URL(path, url), encoding)))).reduce((a, b) => a + b, 0)
  return { files: paths.length, brotli: await weigh('br'), gzip: await weigh('gzip') }
}

/** Files of the client (pages, scripts, styles, fonts), not answers of the API: those are records. */
async function pathsOfFirstPage(url: string): Promise<string[]> {
  const browser = await startBrowser()
  try {
    const context = await openContext(browser, url)
    const page = await context.newPage()
    const paths = new Set<string>()
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url())
      if (origin === url && !pathname.startsWith('/api/')) paths.add(pathname)
    })
    await page.goto('/')
    await page.locator('input[type=password]').waitFor()
    await page.waitForLoadState('networkidle')
    await signIn(page, 'tonghop')
    await page.goto('/')
    await page.locator('main h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    return [...paths]
  } finally {
    await browser.close()
  }
}

function sentBytes(url: URL, encoding: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (answer) => {
      let bytes = 0
      answer
        .on('data', (chunk: Buffer) => (bytes += chunk.length))
        .on('end', () =>
          answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url.pathname}: ${answer.statusCode}`)),
        )
    }).on('error', reject)
  })
}
