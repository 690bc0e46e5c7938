import { useQuery } from '@tanstack/react-query'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { FigureText, Sheet, Skeleton } from '#ui/page.tsx'
import { totalText } from '#ui/totals.ts'
import { useGo } from '#ui/url.ts'
import { api } from './api.ts'

/** How many people hold their main post in a unit on the day shown: a door to their list. */
export function UnitPeople({ id }: { id: string }) {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const { data } = useQuery(api.listPeople.queryOptions({ input: { unitId: id, limit: 1, asOf } }))
  const count = data ? totalText(data.total, lang, t) : ''
  return (
    <Sheet title={t('people.count')}>
      {data ? (
        <>
          <p className="big-figure">
            <FigureText
              value={data.total.value}
              label={t('people.seePeople', { count })}
              onOpen={data.total.value > 0 ? () => go('/con-nguoi', { unitId: id }) : undefined}
            >
              {count}
            </FigureText>
          </p>
          <p className="muted hint">{t('people.countHint')}</p>
        </>
      ) : (
        <Skeleton lines={2} />
      )}
    </Sheet>
  )
}
