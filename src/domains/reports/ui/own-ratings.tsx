import { useQuery } from '@tanstack/react-query'
import { ratingContract, type RatingRow } from '#domains/evaluation/rating.contract.ts'
import { yearOf } from '#kernel/dates.ts'
import { domainApi } from '#ui/client.ts'
import { type Translate, useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { useSelf } from '#ui/self.ts'
import './reports.css'

const evaluation = domainApi('evaluation', ratingContract)

/** Results in view; the rest stands on one's own page. */
const shown = 4

/** One's own results, latest first: what a person without reports comes to see. An account of nobody has none. */
export function OwnRatings() {
  const { personId } = useSelf()
  return personId === null ? null : <RatingsOf personId={personId} />
}

function RatingsOf({ personId }: { personId: string }) {
  const { t } = useWords()
  const ratings = useQuery(evaluation.ratingsOfPerson.queryOptions({ input: { personId } }))
  return (
    <Sheet
      title={t('reports.today.ownRatings')}
      actions={
        <A to={`/con-nguoi/${personId}`} className="link">
          {t('reports.today.ownPage')}
        </A>
      }
    >
      {ratings.error ? <ErrorNotice error={ratings.error} retry={() => void ratings.refetch()} /> : null}
      {ratings.isPending ? <Skeleton lines={3} /> : null}
      {ratings.data?.length === 0 ? <p className="muted">{t('reports.today.noRatings')}</p> : null}
      <ul className="plain own-ratings">
        {ratings.data?.slice(0, shown).map((rating) => (
          <Rating key={rating.id} rating={rating} />
        ))}
      </ul>
    </Sheet>
  )
}

function Rating({ rating }: { rating: RatingRow }) {
  const { t } = useWords()
  return (
    <li>
      <strong>{t(`evaluation.levels.${rating.level}`)}</strong>
      <span className="muted figures">
        {periodOf(rating, t)}
        {rating.decisionNumber ? ` · ${rating.decisionNumber}` : ''}
      </span>
    </li>
  )
}

/** A period as people name it, in the words of evaluation. */
function periodOf({ periodKind, periodFrom }: RatingRow, t: Translate): string {
  const year = yearOf(periodFrom)
  const month = Number(periodFrom.slice(5, 7))
  if (periodKind === 'school-year') return t('evaluation.periodSchoolYear', { from: year, until: year + 1 })
  if (periodKind === 'quarter') return t('evaluation.periodQuarter', { quarter: Math.ceil(month / 3), year })
  if (periodKind === 'month') return t('evaluation.periodMonth', { month, year })
  return t('evaluation.periodYearOf', { year })
}
