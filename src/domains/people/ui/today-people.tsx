import { useQuery } from '@tanstack/react-query'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { FigureText, Sheet, Skeleton } from '#ui/page.tsx'
import { useSelf } from '#ui/self.ts'
import { totalText } from '#ui/totals.ts'
import { useGo } from '#ui/url.ts'
import { api } from './api.ts'
import { personPath } from './person-picker.ts'

/** On the start page: how many people the account may see, and its own record. */
export function TodayPeople() {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  const { personId } = useSelf()
  const go = useGo()
  const { data } = useQuery(api.listPeople.queryOptions({ input: { limit: 1, asOf, count: 'exact' } }))
  const count = data ? totalText(data.total, lang, t) : ''
  return (
    <Sheet title={t('people.withinReach')} actions={personId ? <A to={personPath(personId)}>{t('people.mine')}</A> : null}>
      {data ? (
        <p className="big-figure">
          <FigureText value={data.total.value} label={t('people.seePeople', { count })} onOpen={() => go('/con-nguoi')}>
            {count}
          </FigureText>
        </p>
      ) : (
        <Skeleton lines={2} />
      )}
      <p className="muted hint">{t('people.withinReachHint')}</p>
    </Sheet>
  )
}
