import { defineCheck, type Found } from '#kernel/checks.ts'
import { postsByDecisions } from '#domains/people/index.ts'
import { decidedEntries } from '#domains/personnel/index.ts'
import { can } from './careers.permissions.ts'
import { findMade, type MadeBy } from './decision.store.ts'

/** Kinds that change no file: the decision itself is the record. */
const makesNothing = new Set(['reappoint-leader', 'extend-leader', 'consent-to-move', 'unpaid-leave', 'maternity'])

/** What signed decisions say they made stands in the files as they say; nothing stands there by a decision that is not signed. */
export const decisionChecks = defineCheck({
  name: 'careers.checks',
  rules: ['unmade', 'missing', 'differs', 'orphan'],
  permission: can.readDecision,
  find: async (ctx) => {
    const made = await findMade(ctx.db)
    const posts = new Map((await postsByDecisions(ctx)).map((post) => [post.id, post]))
    const entries = new Map((await decidedEntries(ctx)).map((entry) => [entry.id, entry]))
    const found: Found[] = []
    const tell = (rule: string, action: MadeBy) =>
      found.push({
        rule,
        record: action.number,
        link: `/quyet-dinh/${action.decisionId}`,
        on: action.effectiveOn,
        params: { line: action.line, name: action.personName },
      })
    for (const action of made) {
      if (action.state !== 'signed') continue
      if (action.effects.length === 0 && !makesNothing.has(action.kind)) tell('unmade', action)
      for (const { did, relation, rowId, after } of action.effects) {
        if (relation !== 'people.post') {
          if (entries.get(rowId)?.madeBy !== action.actionId) tell('missing', action)
          continue
        }
        const post = posts.get(rowId)
        if (!post) tell('missing', action)
        else if (
          did === 'ended' &&
          (post.endedBy !== action.actionId || (after.until !== undefined && post.until !== after.until))
        )
          tell('differs', action)
        else if (
          did === 'begun' &&
          (post.madeBy !== action.actionId ||
            post.unitId !== after.unitId ||
            post.title !== after.title ||
            post.from !== after.from)
        )
          tell('differs', action)
      }
    }
    const byId = new Map(made.map((action) => [action.actionId, action]))
    const named = [
      ...[...posts.values()].flatMap((post) => [post.madeBy, post.endedBy]),
      ...[...entries.values()].map((entry) => entry.madeBy),
    ]
    for (const id of new Set(named)) {
      const action = id === null ? undefined : byId.get(id)
      if (action && action.state !== 'signed') tell('orphan', action)
    }
    return found
  },
})
