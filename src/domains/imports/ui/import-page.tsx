import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress } from 'antd'
import { useState } from 'react'
import { formatDateShort, todayIn, departmentTimezone } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAttempt } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import type { Import } from '../import.contract.ts'
import { api } from './api.ts'
import { CheckStep } from './check-step.tsx'
import { DoneStep } from './done-step.tsx'
import { importPath, newImportPath } from './import-link.tsx'
import { ImportSteps } from './import-steps.tsx'
import { MappingStep } from './mapping-step.tsx'
import { SheetStep } from './sheet-step.tsx'
import './imports.css'

/** The step an import has reached; a person may have gone back to an earlier one. */
function stepOf(it: Import, chosen: number | null): number {
  if (it.state === 'committed' || it.state === 'undone') return 4
  if (it.state === 'running') return it.task === 'look' ? 0 : 3
  const reached = it.complete ? 3 : 1
  return chosen !== null && chosen <= Math.max(reached, 2) ? chosen : reached
}

/** One import from the file to its result. */
export function ImportPage({ id }: { id: string }) {
  const { t } = useWords()
  const go = useGo()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<number | null>(null)
  const query = useQuery({
    ...api.getImport.queryOptions({ input: { id } }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 700 : false),
  })
  const it = query.data
  const refresh = async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: api.getImport.key() }),
      queries.invalidateQueries({ queryKey: api.importRows.key() }),
      queries.invalidateQueries({ queryKey: api.importFaults.key() }),
      queries.invalidateQueries({ queryKey: api.previewSheet.key() }),
      queries.invalidateQueries({ queryKey: api.listImports.key() }),
    ])
  }
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />
  if (!it) return <Skeleton />
  const step = stepOf(it, chosen)
  const over = step === 4
  return (
    <Page title={it.fileName} subtitle={it.kind.title}>
      <ImportSteps at={step} {...(over || it.state === 'running' || !it.mine ? {} : { onChange: setChosen })} />
      {it.mine ? null : <Alert type="info" showIcon title={t('imports.notMine', { name: it.actorName })} />}
      <Notices it={it} />
      {it.state === 'running' ? (
        <Running it={it} refresh={refresh} />
      ) : it.state === 'failed' && !it.layout ? (
        <Sheet>
          <Button type="primary" onClick={() => go(newImportPath, { kind: it.kind.name })}>
            {t('imports.startOver')}
          </Button>
        </Sheet>
      ) : step === 1 ? (
        <SheetStep it={it} refresh={refresh} onNext={() => setChosen(2)} />
      ) : step === 2 ? (
        <MappingStep
          key={JSON.stringify([it.sheet, it.layout?.headerTop, it.layout?.headerBottom])}
          it={it}
          onBack={() => setChosen(1)}
          onStarted={async () => {
            setChosen(null)
            await refresh()
          }}
        />
      ) : step === 3 ? (
        <CheckStep it={it} refresh={refresh} />
      ) : (
        <DoneStep it={it} refresh={refresh} />
      )}
    </Page>
  )
}

function Notices({ it }: { it: Import }) {
  const { t, lang } = useWords()
  const go = useGo()
  const open = it.state !== 'committed' && it.state !== 'undone'
  return (
    <div className="import-notices">
      {it.problem ? <ErrorNotice error={t(it.problem.code, it.problem.params)} /> : null}
      {it.state === 'stopped' ? <Alert type="warning" showIcon title={t('imports.stopped')} /> : null}
      {open && it.before ? (
        <Alert
          type="info"
          showIcon
          title={t('imports.sentAgain', {
            name: it.before.actorName,
            date: formatDateShort(todayIn(departmentTimezone, it.before.committedAt), lang),
          })}
          action={
            <Button size="small" onClick={() => go(importPath(it.before?.id ?? ''))}>
              {t('imports.seeBefore')}
            </Button>
          }
        />
      ) : null}
      {open && it.legacy ? <Alert type="info" showIcon title={t('imports.legacy', { name: it.legacy.toUpperCase() })} /> : null}
    </div>
  )
}

/** What runs, how far it is, and a way to stop it. */
function Running({ it, refresh }: { it: Import; refresh: () => Promise<void> }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const number = (n: number) => formatNumber(n, lang)
  const words =
    it.task === 'look'
      ? t('imports.reading')
      : it.task === 'commit'
        ? t('imports.writing')
        : it.task === 'recheck'
          ? t('imports.rechecking')
          : it.expected
            ? t('imports.checking', { done: number(it.progress), of: number(it.expected) })
            : t('imports.checkingOpen', { done: number(it.progress) })
  const known = it.task === 'check' && it.expected
  return (
    <Sheet>
      <div className="import-running" role="status">
        <p>{words}</p>
        <Progress
          percent={known ? Math.min(99, Math.round((it.progress / (it.expected ?? 1)) * 100)) : 100}
          status="active"
          showInfo={Boolean(known)}
        />
        {it.mine && it.task !== 'commit' ? (
          <Button
            onClick={() =>
              void attempt(async () => {
                await api.stopImport.call({ id: it.id })
                await refresh()
              })
            }
          >
            {t('imports.stop')}
          </Button>
        ) : null}
      </div>
    </Sheet>
  )
}
