import { startAuthentication } from '@simplewebauthn/browser'
import { delegationContract } from '#domains/administration/delegation.contract.ts'
import { emergencyContract } from '#domains/administration/emergency.contract.ts'
import { userContract } from '#domains/administration/user.contract.ts'
import { domainApi } from '#ui/client.ts'

/** The account's own operations. */
export const administration = domainApi('administration', userContract)
export const delegations = domainApi('administration', delegationContract)
export const emergencies = domainApi('administration', emergencyContract)

export type SignInAnswer = 'in' | 'wrong' | 'too-many' | 'network' | 'stopped'

/** Signs in. The answer never says which of the two was wrong. */
export function signIn(username: string, password: string): Promise<SignInAnswer> {
  return answerOf(() => post('/api/auth/sign-in/username', { username, password }))
}

/** The second step: a code of the authenticator application, or a recovery code. */
export function showSecondFactor(code: string): Promise<SignInAnswer> {
  return answerOf(() => post('/api/auth/second-factor', { code }))
}

/** Signs in with a passkey: the device knows whose it is. */
export function signInWithPasskey(): Promise<SignInAnswer> {
  return answerOf(async () => {
    const asked = await post('/api/auth/passkey/options', {})
    if (!asked.ok) return asked
    const optionsJSON = (await asked.json()) as Parameters<typeof startAuthentication>[0]['optionsJSON']
    const response = await startAuthentication({ optionsJSON })
    return post('/api/auth/passkey/sign-in', { challenge: optionsJSON.challenge, response })
  })
}

/** Goes to the single sign-on service of the province. */
export async function signInElsewhere(): Promise<SignInAnswer> {
  return answerOf(async () => {
    const answer = await post('/api/auth/sign-in/social', {
      provider: 'oidc',
      callbackURL: '/',
      errorCallbackURL: '/?sso=failed',
    })
    if (answer.ok) window.location.assign(((await answer.clone().json()) as { url: string }).url)
    return answer
  })
}

async function answerOf(ask: () => Promise<Response>): Promise<SignInAnswer> {
  try {
    const answer = await ask()
    if (answer.ok) return 'in'
    if (answer.status === 429) return 'too-many'
    return answer.status >= 500 ? 'network' : 'wrong'
  } catch (error) {
    // The reader closed the device's question.
    return error instanceof Error && error.name === 'NotAllowedError' ? 'stopped' : 'network'
  }
}

/** Which ways to sign in this server has. */
export async function signInWays(): Promise<{ passkey: boolean; oidc: string | null }> {
  const answer = await fetch('/api/sign-in-ways').catch(() => null)
  return answer?.ok ? ((await answer.json()) as { passkey: boolean; oidc: string | null }) : { passkey: false, oidc: null }
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {})
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export interface DemoAccount {
  username: string
  password: string
  title: { vi: string; en: string }
}

/** Accounts of the demonstration province; none on a real server. */
export async function demoAccounts(): Promise<DemoAccount[]> {
  try {
    const answer = await fetch('/api/demo-accounts', { credentials: 'include' })
    return answer.ok ? ((await answer.json()) as DemoAccount[]) : []
  } catch {
    return []
  }
}
