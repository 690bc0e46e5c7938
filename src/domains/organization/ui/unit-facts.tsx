import { useQuery } from '@tanstack/react-query'
import { formatDateShort } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { Blocks } from '#ui/blocks.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Facts, Skeleton } from '#ui/page.tsx'
import { lastDay } from '#ui/dates.tsx'
import type { Unit } from '../unit.contract.ts'
import { api } from './api.ts'

/** What is known of a unit on the day shown. */
export function UnitFacts({ unit }: { unit: Unit }) {
  const { t, lang, has } = useWords()
  const { asOf, today } = useAsOf()
  const version = unit.current
  if (!version) return <p>{t('organization.notThen', { date: formatDateShort(asOf ?? today, lang) })}</p>
  const coded = (group: string, code: string) =>
    has(`organization.${group}.${code}`) ? t(`organization.${group}.${code}`) : code
  return (
    <Facts
      items={[
        { label: t('organization.code'), value: version.code },
        { label: t('organization.name'), value: version.name },
        { label: t('organization.shortName'), value: version.shortName === version.name ? null : version.shortName },
        { label: t('organization.level'), value: coded('levels', version.level) },
        { label: t('organization.kind'), value: coded('kinds', version.kind) },
        { label: t('organization.parent'), value: <UnitPath unit={unit} /> },
        { label: t('organization.validFrom'), value: version.validFrom ? formatDateShort(version.validFrom, lang) : null },
        {
          label: t('organization.validUntil'),
          value: version.validUntil ? formatDateShort(lastDay(version.validUntil), lang) : null,
        },
        { label: t('organization.act'), value: version.act },
      ]}
    />
  )
}

/** From the top down to the direct parent, each a link. */
export function UnitPath({ unit }: { unit: Unit }) {
  if (unit.path.length === 0) return null
  return (
    <ol className="path">
      {unit.path.map((above) => (
        <li key={above.id}>
          <A to={`/to-chuc/don-vi/${above.id}`}>{above.name}</A>
        </li>
      ))}
    </ol>
  )
}

/** A unit beside the tree or the list: facts, then and now, what other domains know. */
export function UnitSummary({ id }: { id: string }) {
  const { asOf } = useAsOf()
  const { data: unit, error, refetch } = useQuery(api.getUnit.queryOptions({ input: { id, asOf } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!unit) return <Skeleton lines={6} />
  return (
    <>
      <ThenNow unit={unit} />
      <UnitFacts unit={unit} />
      <Blocks place="organization.unit" with={{ id }} />
    </>
  )
}

/** An old name says what it became; a present name says what it was. */
export function ThenNow({ unit }: { unit: Unit }) {
  const { t, lang } = useWords()
  const at = unit.versions.findIndex(
    (version) =>
      version === unit.current || (version.name === unit.current?.name && version.validFrom === unit.current.validFrom),
  )
  const latest = unit.versions.at(-1)
  const before = at > 0 ? unit.versions[at - 1] : undefined
  if (unit.told) return <p className="muted">{unit.told}</p>
  if (unit.current && latest && at >= 0 && latest.name !== unit.current.name && latest.validFrom) {
    return (
      <p className="muted">{t('organization.became', { name: latest.name, date: formatDateShort(latest.validFrom, lang) })}</p>
    )
  }
  if (unit.current && before && before.name !== unit.current.name && before.validUntil) {
    return (
      <p className="muted">
        {t('organization.was', { name: before.name, date: formatDateShort(lastDay(before.validUntil), lang) })}
      </p>
    )
  }
  return null
}
