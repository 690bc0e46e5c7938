import { useQuery } from '@tanstack/react-query'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { FigureText, Sheet, Skeleton } from '#ui/page.tsx'
import { totalText } from '#ui/totals.ts'
import { useGo } from '#ui/url.ts'
import { api } from './api.ts'
import { personPath } from './person-picker.ts'

/** People named beside their number; the whole list is one press away. */
const shown = 8

/** Who holds a main post in a unit on the day shown, and how many: a door to their list. */
export function UnitPeople({ id }: { id: string }) {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const { data } = useQuery(api.listPeople.queryOptions({ input: { unitId: id, limit: shown, asOf } }))
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
          <table className="plain-table">
            <tbody>
              {data.rows.map((person) => (
                <tr key={person.id}>
                  <td>
                    <A to={personPath(person.id)}>{person.fullName}</A>
                  </td>
                  <td className="muted">{person.title}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : (
        <Skeleton lines={2} />
      )}
    </Sheet>
  )
}
