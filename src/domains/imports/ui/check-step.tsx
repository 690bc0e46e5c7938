import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { formatNumber } from '#kernel/numbers.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { type Import, rowStates, type RowShown, type RowState } from '../import.contract.ts'
import { api } from './api.ts'
import { FixForm, type FixTarget } from './fix-form.tsx'
import { LeaveForm } from './leave-form.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { textShown, valueShown } from './text-shown.ts'

const colours: Record<RowState, string> = {
  made: 'success',
  changed: 'processing',
  same: 'default',
  refused: 'error',
  review: 'warning',
  left: 'default',
  unread: 'default',
}

/** The dry run: what would become of each row, what is wrong, mended in place; then everything is written at once. */
export function CheckStep({ it, refresh }: { it: Import; refresh: () => Promise<void> }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const { counts } = it
  const number = (n: number | undefined) => formatNumber(n ?? 0, lang)
  const open = (counts.refused ?? 0) + (counts.review ?? 0) + (counts.unread ?? 0)
  const writes = (counts.made ?? 0) + (counts.changed ?? 0)
  const [wanted, setState] = useState<RowState | ''>(counts.refused ? 'refused' : counts.review ? 'review' : '')
  // What is all mended or left out is shown no longer.
  const state = wanted !== '' && counts[wanted] ? wanted : ''
  const [fixing, setFixing] = useState<FixTarget | null>(null)
  const [leaving, setLeaving] = useState<{ nos?: number[]; count: number } | null>(null)
  const [reviewing, setReviewing] = useState<RowShown | null>(null)
  const total = Object.values(counts).reduce((sum, n) => sum + (n ?? 0), 0)
  return (
    <>
      <Sheet
        title={t('imports.steps.check')}
        actions={
          it.mine ? (
            <Popconfirm
              placement="bottomRight"
              title={t('imports.commitTitle', { count: number(writes) })}
              description={t('imports.commitHint', { made: number(counts.made), changed: number(counts.changed) })}
              okText={t('imports.commit')}
              cancelText={t('ui.cancel')}
              disabled={open > 0 || !it.complete}
              onConfirm={() =>
                attempt(async () => {
                  await api.commitImport.call({ id: it.id })
                  await refresh()
                })
              }
            >
              <Button type="primary" disabled={open > 0 || !it.complete}>
                {t('imports.commit')}
              </Button>
            </Popconfirm>
          ) : null
        }
      >
        <div className="import-counts" role="group" aria-label={t('imports.state')}>
          {(['', ...rowStates] as const)
            .filter((s) => s === '' || (counts[s] ?? 0) > 0)
            .map((s) => (
              <button key={s} type="button" aria-pressed={state === s} onClick={() => setState(s)}>
                <strong>{number(s === '' ? total : counts[s])}</strong>
                <span>{s === '' ? t('imports.allRows') : t(`imports.rowStates.${s}`)}</span>
              </button>
            ))}
        </div>
        <p className="import-hint">
          {open > 0
            ? t('imports.openRows', { count: number(open) })
            : writes === 0 && total > 0
              ? t('imports.nothingToWrite', { count: number(counts.same) })
              : t('imports.nothingWrong')}
        </p>
        {it.skipped.length > 0 ? (
          <details className="import-skipped">
            <summary>{t('imports.skipped', { count: number(it.skipped.length) })}</summary>
            <ul>
              {it.skipped.map((s) => (
                <li key={s.no}>
                  {t('imports.row')} {s.no} · {t(`imports.rowKinds.${s.kind}`)} · {s.text}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </Sheet>
      {counts.refused ? <Faults it={it} onFix={setFixing} onLeaveAll={() => setLeaving({ count: counts.refused ?? 0 })} /> : null}
      <Rows
        key={state}
        it={it}
        state={state}
        refresh={refresh}
        onFix={setFixing}
        onLeave={(no) => setLeaving({ nos: [no], count: 1 })}
        onReview={setReviewing}
      />
      <SidePanel
        open={fixing !== null}
        onClose={() => setFixing(null)}
        title={
          fixing?.text
            ? t('imports.fixTitle', { text: fixing.text, field: fixing.title })
            : t('imports.fixEmptyTitle', { field: fixing?.title ?? '' })
        }
      >
        {fixing ? (
          <FixForm
            it={it}
            target={fixing}
            onDone={async () => {
              setFixing(null)
              await refresh()
            }}
          />
        ) : null}
      </SidePanel>
      <SidePanel open={leaving !== null} onClose={() => setLeaving(null)} title={t('imports.leaveTitle')}>
        {leaving ? (
          <LeaveForm
            it={it}
            leaving={leaving}
            onDone={async () => {
              setLeaving(null)
              await refresh()
            }}
          />
        ) : null}
      </SidePanel>
      <SidePanel
        wide
        open={reviewing !== null}
        onClose={() => setReviewing(null)}
        title={t('imports.review', { row: reviewing?.no ?? '' })}
      >
        {reviewing ? (
          <ReviewPanel
            it={it}
            row={reviewing}
            onDone={async () => {
              setReviewing(null)
              await refresh()
            }}
          />
        ) : null}
      </SidePanel>
    </>
  )
}

/** Faults that one correction mends together. */
function Faults({ it, onFix, onLeaveAll }: { it: Import; onFix: (target: FixTarget) => void; onLeaveAll: () => void }) {
  const { t, lang } = useWords()
  const faults = useQuery(api.importFaults.queryOptions({ input: { id: it.id } }))
  if (!faults.data?.length) return null
  return (
    <Sheet title={t('imports.faults')} actions={it.mine ? <Button onClick={onLeaveAll}>{t('imports.leaveAll')}</Button> : null}>
      <ul className="import-faults">
        {faults.data.slice(0, 8).map((f) => {
          const field = it.kind.fields.find((x) => x.name === f.field)
          return (
            <li key={`${f.field} ${f.code} ${f.value}`}>
              <span>
                <strong>{field?.title ?? t('imports.row')}</strong> {f.value ? `“${f.value}”` : '—'}
              </span>
              <span>{t('imports.faultRows', { count: formatNumber(f.rows, lang) })}</span>
              {field && it.mine ? (
                <Button
                  size="small"
                  onClick={() => onFix({ field: field.name, title: field.title, text: f.value ?? '', no: f.first, rows: f.rows })}
                >
                  {t('imports.fix')}
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
    </Sheet>
  )
}

function Rows(props: {
  it: Import
  state: RowState | ''
  refresh: () => Promise<void>
  onFix: (target: FixTarget) => void
  onLeave: (no: number) => void
  onReview: (row: RowShown) => void
}) {
  const { t } = useWords()
  const { it, state } = props
  const query = useInfiniteQuery({
    queryKey: [...api.importRows.key(), it.id, state],
    queryFn: ({ pageParam }) => api.importRows.call({ id: it.id, states: state, after: pageParam, limit: 50 }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const rows = query.data?.pages.flatMap((p) => p.rows) ?? []
  const fields = it.kind.fields.filter((f) => it.mapping[f.name])
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton />
  if (rows.length === 0) return <Empty title={t('imports.nothingWrong')} />
  return (
    <Sheet>
      <div className="import-preview import-rows" tabIndex={0} role="region" aria-label={t('imports.steps.check')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('imports.row')}</th>
              <th scope="col">{t('imports.state')}</th>
              {fields.map((f) => (
                <th key={f.name} scope="col">
                  {f.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RowLine key={row.no} {...props} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {query.hasNextPage ? (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('imports.moreRows')}
        </Button>
      ) : null}
    </Sheet>
  )
}

function RowLine({ it, row, refresh, onFix, onLeave, onReview }: Parameters<typeof Rows>[0] & { row: RowShown }) {
  const { t, lang } = useWords()
  const done = useDone()
  const attempt = useAttempt()
  const fields = it.kind.fields.filter((f) => it.mapping[f.name])
  const whole = row.issues.filter((i) => !i.field || !fields.some((f) => f.name === i.field))
  const textOf = (name: string) => {
    const source = it.mapping[name]
    return row.fixes[name] ?? row.texts[name] ?? (source && 'value' in source ? source.value : '')
  }
  const takeIn = () =>
    void attempt(async () => {
      await api.leaveRows.call({ id: it.id, nos: [row.no], reason: null })
      await refresh()
      await done(t('imports.takenIn', { row: row.no }), [])
    })
  return (
    <tr data-state={row.state}>
      <th scope="row">{row.no}</th>
      <td>
        <Tag color={colours[row.state]}>{t(`imports.rowStates.${row.state}`)}</Tag>
        {whole.map((i) => (
          <span key={i.code + i.cell} className="import-issue">
            {t(i.code, i.params)}
          </span>
        ))}
        {row.leftReason ? <span className="import-issue-quiet">{row.leftReason}</span> : null}
        {it.mine && it.state === 'checked' ? (
          <span className="import-row-actions">
            {row.state === 'review' ? (
              <Button size="small" onClick={() => onReview(row)}>
                {t('imports.decide')}
              </Button>
            ) : null}
            {row.state === 'left' ? (
              <Button size="small" onClick={takeIn}>
                {t('imports.takeIn')}
              </Button>
            ) : row.state === 'refused' || row.state === 'review' ? (
              <Button size="small" onClick={() => onLeave(row.no)}>
                {t('imports.leave')}
              </Button>
            ) : null}
          </span>
        ) : null}
      </td>
      {fields.map((f) => {
        const issues = row.issues.filter((i) => i.field === f.name)
        const change = row.changes[f.name]
        const text = textOf(f.name)
        return (
          <td key={f.name} data-wrong={issues.length > 0 || undefined} data-fixed={row.fixes[f.name] !== undefined || undefined}>
            {change ? (
              <>
                <del>{valueShown(f, change[0], lang)}</del> <ins>{valueShown(f, change[1], lang)}</ins>
              </>
            ) : (
              textShown(text, lang)
            )}
            {row.fixes[f.name] !== undefined ? (
              <span className="import-issue-quiet">{t('imports.was', { text: row.texts[f.name] ?? '—' })}</span>
            ) : null}
            {issues.map((i) => (
              <span key={i.code} className="import-issue">
                {t('imports.cell', { cell: i.cell })}: {t(i.code, i.params)}
              </span>
            ))}
            {issues.length > 0 && it.mine && it.state === 'checked' ? (
              <Button size="small" onClick={() => onFix({ field: f.name, title: f.title, text, no: row.no, rows: 0 })}>
                {t('imports.fix')}
              </Button>
            ) : null}
          </td>
        )
      })}
    </tr>
  )
}
