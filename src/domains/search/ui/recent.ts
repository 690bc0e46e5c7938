import { z } from 'zod'
import { recallJson, remember } from '#ui/stored.ts'

/** Something opened from the palette before. */
export interface Choice {
  title: string
  subtitle: string | null
  link: string
}

const Choices = z.array(z.object({ title: z.string(), subtitle: z.string().nullable(), link: z.string().startsWith('/') }))
const most = 6

const keyOf = (userId: string) => `search.recent.${userId}`

/** What this account opened lately, newest first. */
export function recentChoices(userId: string): Choice[] {
  const read = Choices.safeParse(recallJson(keyOf(userId)))
  return read.success ? read.data.slice(0, most) : []
}

export function rememberChoice(userId: string, choice: Choice): void {
  const others = recentChoices(userId).filter((c) => c.link !== choice.link)
  remember(keyOf(userId), JSON.stringify([choice, ...others].slice(0, most)))
}
