import { sql } from 'kysely'
import { defineCheck, type Found } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './people.permissions.ts'
import { type DatedPost, faultsOfPosts } from './post.rules.ts'

/** People with several main posts: only among these can two overlap, or a gap lie between. */
async function findMainPosts(ctx: Ctx): Promise<(DatedPost & { personId: string; name: string })[]> {
  const { rows } = await sql<DatedPost & { personId: string; name: string }>`
    SELECT t.id, t.unit_id AS "unitId", t.title, t.is_main AS "isMain", t.valid_from AS "validFrom", t.valid_until AS "validUntil",
      t.end_reason AS "endReason", t.person_id AS "personId", p.full_name AS name
    FROM people.post t JOIN people.person p ON p.id = t.person_id AND p.merged_into IS NULL
    JOIN (SELECT m.person_id FROM people.post m WHERE m.is_main GROUP BY 1 HAVING count(*) > 1) s ON s.person_id = t.person_id
    WHERE t.is_main ORDER BY t.person_id, t.valid_from`.execute(ctx.db)
  return rows
}

export const postChecks = defineCheck({
  name: 'people.checks.posts',
  rules: ['overlap', 'gap'],
  permission: can.readPerson,
  find: async (ctx) => {
    const byPerson = new Map<string, Awaited<ReturnType<typeof findMainPosts>>>()
    for (const post of await findMainPosts(ctx)) byPerson.set(post.personId, [...(byPerson.get(post.personId) ?? []), post])
    return [...byPerson.values()].flatMap((posts): Found[] =>
      faultsOfPosts(posts).map(({ id, fault }) => {
        const post = posts.find((p) => p.id === id)
        return {
          rule: fault,
          record: post?.name ?? '',
          link: `/con-nguoi/${post?.personId ?? ''}`,
          // A gap begins where the post before ends; two overlap from the first day of the later one.
          on: (fault === 'gap' ? post?.validUntil : post?.validFrom) ?? null,
          params: { title: post?.title ?? '' },
        }
      }),
    )
  },
})
