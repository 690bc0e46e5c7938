import { userContract } from '#domains/administration/user.contract.ts'
import { domainApi } from '#ui/client.ts'

/** The account's own operations. */
export const administration = domainApi('administration', userContract)

export type SignInAnswer = 'in' | 'wrong' | 'too-many' | 'network'

/** Signs in. The answer never says which of the two was wrong. */
export async function signIn(username: string, password: string): Promise<SignInAnswer> {
  try {
    const answer = await post('/api/auth/sign-in/username', { username, password })
    if (answer.ok) return 'in'
    if (answer.status === 429) return 'too-many'
    return answer.status >= 500 ? 'network' : 'wrong'
  } catch {
    return 'network'
  }
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
