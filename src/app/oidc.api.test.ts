import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, cookieOf, type TestServer } from './server.factory.ts'

/** A real OpenID Connect provider of its own, with a few people in it; who signs in there is chosen by `login_hint`-less form posts. */
let provider: Server
let issuer: string
let app: TestServer
let sso: TestServer
let administrator: string
const publicUrl = 'http://noivu.test'
const accounts: Record<string, Record<string, unknown>> = {
  'sub-an': { preferred_username: 'an.nguyen@tinh', email: 'an@tinh.example', email_verified: true, name: 'An' },
  'sub-la': { preferred_username: 'nguoi.la@tinh', email: 'canbo@noivu.invalid', email_verified: true, name: 'Lạ' },
  'sub-trong': { email: 'trong@tinh.example', email_verified: true, name: 'Không tên' },
}

beforeAll(async () => {
  provider = createServer()
  await new Promise<void>((go) => provider.listen(0, '127.0.0.1', go))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: 'noivu',
        client_secret: 'a-secret-of-the-client',
        redirect_uris: [`${publicUrl}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['keys for tests'] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, ...accounts[id] }) }),
  })
  const answer = oidc.callback()
  provider.on('request', (request, response) => void answer(request, response))
  app = await aServer()
  await app.account('quantri', [{ role: 'administrator' }])
  administrator = await app.signIn('quantri')
  sso = await app.beside({
    publicUrl,
    oidc: { issuer, clientId: 'noivu', clientSecret: 'a-secret-of-the-client', claim: 'preferred_username', label: 'Tỉnh' },
  })
}, 300_000)
afterAll(async () => {
  await sso.close()
  await app.close()
  await new Promise((go) => provider.close(go))
}, 60_000)

/** A browser that walks through the provider's own forms, keeping its cookies, until it is sent back to us. */
async function walk(start: string, sub: string): Promise<string> {
  const jar = new Map<string, string>()
  let url = start
  let form: URLSearchParams | null = null
  for (let step = 0; step < 15; step++) {
    const answer: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    form = null
    const to = answer.headers.get('location')
    if (to) {
      url = new URL(to, url).href
      if (url.startsWith(publicUrl)) return url
      continue
    }
    const page = await answer.text()
    const action = /action="([^"]+)"/.exec(page)?.[1]
    if (!action) throw new Error(`the provider answers ${answer.status}: ${page.slice(0, 300)}`)
    url = new URL(action, url).href
    form = new URLSearchParams(
      page.includes('name="login"') ? { prompt: 'login', login: sub, password: 'x' } : { prompt: 'consent' },
    )
  }
  throw new Error('the provider never sends back')
}

async function enter(sub: string, change: (back: URL) => void = () => {}): Promise<{ cookie: string; location: string }> {
  const begin = await sso.ask('POST', '/api/auth/sign-in/social', {
    payload: { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/?sso=failed' },
    headers: { origin: publicUrl },
  })
  expect(begin.statusCode).toBe(200)
  const back = new URL(await walk(begin.json<{ url: string }>().url, sub))
  change(back)
  const answer = await sso.ask('GET', `${back.pathname}${back.search}`, { cookie: cookieOf(begin) })
  const cookie = answer.cookies
    .filter((c) => c.name.endsWith('session_token') && c.value)
    .map((c) => `${c.name}=${encodeURIComponent(c.value)}`)
    .join('; ')
  return { cookie, location: String(answer.headers.location) }
}
const self = async (cookie: string) =>
  (await sso.ask('GET', '/api/administration/self', { cookie })).json<Record<string, unknown>>()
const identify = (id: string, oidcName: string | null) =>
  app.ask('POST', `/api/administration/users/${id}/identity`, { cookie: administrator, payload: { oidcName } })
const count = async (table: string) =>
  ((await app.kernel.database.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0] as { n: number }).n

test(
  'who an administrator entered gets in, as that account, again and again; nothing of the other service is kept',
  { timeout: 60_000 },
  async () => {
    const id = await app.account('an.nguyen', [{ role: 'officer' }])
    expect((await identify(id, 'an.nguyen@tinh')).statusCode).toBe(200)
    const { cookie, location } = await enter('sub-an')
    expect(location).toBe('/')
    expect(await self(cookie)).toMatchObject({ id, username: 'an.nguyen', pending: null })
    expect((await self((await enter('sub-an')).cookie)).id).toBe(id)
    const { rows } = await app.kernel.database.pool.query(
      `SELECT "accountId", "accessToken", "refreshToken", "idToken" FROM auth.account WHERE "providerId" = 'oidc'`,
    )
    expect(rows).toEqual([{ accountId: 'sub-an', accessToken: null, refreshToken: null, idToken: null }])
    const sessions = await sso.ask('GET', '/api/administration/self/sessions', { cookie })
    expect(sessions.json<{ current: boolean; method: string }[]>().find((s) => s.current)?.method).toBe('oidc')
  },
)

test(
  'nobody else gets in: no account is made, none is found by an e-mail address, none without the claim',
  { timeout: 60_000 },
  async () => {
    await app.account('canbo', [{ role: 'director' }])
    const before = await count('auth."user"')
    for (const sub of ['sub-la', 'sub-trong', 'sub-khac']) {
      const { cookie, location } = await enter(sub)
      expect([cookie, location]).toEqual(['', expect.stringMatching(/^\/\?(sso=failed&)?error=/)])
    }
    expect(await count('auth."user"')).toBe(before)
  },
)

test('an altered state or code gets nobody in', { timeout: 60_000 }, async () => {
  for (const name of ['state', 'code']) {
    const { cookie } = await enter('sub-an', (back) => back.searchParams.set(name, 'x'.repeat(40)))
    expect(cookie).toBe('')
  }
})

test(
  'an identity taken away, given to another or of a disabled account no longer opens the former',
  { timeout: 60_000 },
  async () => {
    const { rows } = await app.kernel.database.pool.query<{ id: string }>(
      `SELECT id FROM auth."user" WHERE username = 'an.nguyen'`,
    )
    const id = rows[0]?.id ?? ''
    const other = await app.account('thay.an', [{ role: 'officer' }])
    expect((await identify(other, 'an.nguyen@tinh')).json()).toMatchObject({ code: 'administration.identityTaken' })
    await identify(id, null)
    expect((await enter('sub-an')).cookie).toBe('')
    await identify(other, 'an.nguyen@tinh')
    expect((await self((await enter('sub-an')).cookie)).id).toBe(other)
    await app.ask('POST', `/api/administration/users/${other}/state`, { cookie: administrator, payload: { disabled: true } })
    expect((await enter('sub-an')).cookie).toBe('')
  },
)

test('the second factor of an account is asked for here too', { timeout: 60_000 }, async () => {
  const id = await app.account('hai.buoc', [{ role: 'officer' }])
  accounts['sub-hai'] = { preferred_username: 'hai@tinh', email: 'h@x.example' }
  await identify(id, 'hai@tinh')
  await app.kernel.database.pool.query(
    `INSERT INTO auth.totp (user_id, secret, created_at, confirmed_at) VALUES ($1, 'x', now(), now())`,
    [id],
  )
  expect(await self((await enter('sub-hai')).cookie)).toMatchObject({ id, pending: 'second-factor' })
})
