import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { formatDateShort, formatDateTime } from '#kernel/dates.ts'
import { formatBytes } from '#kernel/numbers.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { FilePreview } from '#ui/file-preview.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Facts, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import type { FileRecord } from '../file.contract.ts'
import { can } from '../files.permissions.ts'
import { api } from './api.ts'
import { ContentTag, PlaceTag } from './states.tsx'

/** One file: how it looks, what it is, who has it, whether it is whole, what was done with it. */
export function FilePage({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data: file, error, refetch } = useQuery(api.getFile.queryOptions({ input: { id } }))
  const history = useQuery(api.fileHistory.queryOptions({ input: { id } }))
  if (error || !file) return <WaitingPage title={t('files.file')} error={error} retry={() => void refetch()} />
  const label = (field: string) => (has(`files.fields.${field}`) ? t(`files.fields.${field}`) : '')
  return (
    <Page title={file.name} subtitle={t(`files.kinds.${file.kind}`)} actions={<Actions file={file} />}>
      <Warnings file={file} />
      <div className="columns">
        <Sheet title={t('files.preview')}>
          {file.mayOpen ? <FilePreview file={file} /> : <Empty title={t('files.cannotOpen')} />}
        </Sheet>
        <div>
          <About file={file} />
          <Sheet title={t('files.ownersTitle')}>
            {file.owners.length === 0 ? (
              <Empty title={t('files.noOwners')} hint={t('files.noOwnersHint')} />
            ) : (
              <ul>
                {file.owners.map((each) => (
                  <li key={`${each.owner} ${each.ownerId}`}>
                    {has(`files.owners.${each.owner}`) ? t(`files.owners.${each.owner}`) : each.owner}
                  </li>
                ))}
              </ul>
            )}
          </Sheet>
          <Sheet title={t('files.faults')}>
            <Faults file={file} />
          </Sheet>
          <Sheet title={t('files.openings')}>
            <Openings file={file} />
          </Sheet>
          <Sheet title={t('files.history')}>
            {history.error ? (
              <ErrorNotice error={history.error} retry={() => void history.refetch()} />
            ) : history.data ? (
              <History
                events={history.data}
                labels={label}
                values={(field, value) => {
                  const key = { kind: 'kinds', state: 'states' }[field]
                  if (field === 'owner_relation' && typeof value === 'string') return t(`files.owners.${value.replace('.', '_')}`)
                  return key && typeof value === 'string' ? t(`files.${key}.${value}`) : undefined
                }}
              />
            ) : (
              <Skeleton lines={4} />
            )}
          </Sheet>
        </div>
      </div>
    </Page>
  )
}

function Warnings({ file }: { file: FileRecord }) {
  const { t, lang } = useWords()
  return (
    <>
      {file.deletedAt ? (
        <p className="notice notice-soon">
          {t('files.inBin', { at: formatDateTime(file.deletedAt, lang), by: file.deletedByName ?? '' })}
        </p>
      ) : null}
      {file.mismatch ? (
        <p className="notice notice-soon">
          {t('files.mismatch', { ending: file.mismatch, found: t(`files.kinds.${file.kind}`) })}
        </p>
      ) : null}
    </>
  )
}

function About({ file }: { file: FileRecord }) {
  const { t, lang } = useWords()
  return (
    <Sheet title={t('files.about')}>
      <Facts
        items={[
          { label: t('files.place'), value: <PlaceTag place={file.place} /> },
          { label: t('files.state'), value: <ContentTag state={file.state} /> },
          { label: t('files.checkedAt'), value: file.checkedAt ? formatDateTime(file.checkedAt, lang) : null },
          { label: t('files.size'), value: <span className="figures">{formatBytes(file.size, lang)}</span> },
          { label: t('files.uploadedBy'), value: file.uploadedByName },
          { label: t('files.uploadedAt'), value: formatDateTime(file.uploadedAt, lang) },
          { label: t('files.sensitive'), value: file.sensitive ? t('files.sensitiveHint') : null },
          {
            label: t('files.held'),
            value: file.held ? t('files.holdUntilReleased') : null,
          },
          { label: t('files.retainUntil'), value: file.retainUntil ? formatDateShort(file.retainUntil, lang) : null },
          { label: t('files.mediaType'), value: <code>{file.mediaType}</code> },
          { label: t('files.sha256'), value: <code className="sha">{file.sha256}</code> },
        ]}
      />
    </Sheet>
  )
}

function Faults({ file }: { file: FileRecord }) {
  const { t, lang } = useWords()
  if (file.faults.length === 0) return <p className="muted">{t('files.noFaults')}</p>
  return (
    <ul>
      {file.faults.map((fault) => (
        <li key={fault.foundAt}>
          {t(`files.states.${fault.state}`)}. {t('files.foundAt', { at: formatDateTime(fault.foundAt, lang) })},{' '}
          {fault.repairedAt ? t('files.repairedAt', { at: formatDateTime(fault.repairedAt, lang) }) : t('files.notRepaired')}
        </li>
      ))}
    </ul>
  )
}

function Openings({ file }: { file: FileRecord }) {
  const { t, lang } = useWords()
  if (file.openings.length === 0) return <p className="muted">{t('files.noOpenings')}</p>
  return (
    <ul>
      {file.openings.map((opening) => (
        <li key={`${opening.actorName} ${opening.openedAt}`}>
          {opening.actorName}, <span className="figures">{formatDateTime(opening.openedAt, lang)}</span>
        </li>
      ))}
    </ul>
  )
}

/** What goes into the bin comes out again at one press; what is held cannot go there. */
function Actions({ file }: { file: FileRecord }) {
  const { t } = useWords()
  const may = useMay(can.manageFiles)
  const attempt = useAttempt()
  const done = useDone()
  if (!may) return null
  const { id, name } = file

  const remove = () =>
    attempt(async () => {
      await api.deleteFile.call({ id })
      await done(t('files.deleted', { name }), [api.key()], () => void restore())
    })
  const restore = () =>
    attempt(async () => {
      await api.restoreFile.call({ id })
      await done(t('files.restored', { name }), [api.key()])
    })
  const hold = (held: boolean) =>
    attempt(async () => {
      await api.holdFile.call({ id, held, retainUntil: file.retainUntil })
      await done(t(held ? 'files.heldDone' : 'files.released', { name }), [api.key()])
    })
  const verify = () =>
    attempt(async () => {
      const { state } = await api.verifyFile.call({ id })
      await done(t(`files.verified.${state}`), [api.key()])
    })
  return (
    <>
      <Button onClick={() => void verify()}>{t('files.verify')}</Button>
      <Button onClick={() => void hold(!file.held)}>{t(file.held ? 'files.release' : 'files.hold')}</Button>
      {file.place === 'bin' ? (
        <Button type="primary" onClick={() => void restore()}>
          {t('files.restore')}
        </Button>
      ) : file.place === 'unfinished' && !file.held ? (
        <Button onClick={() => void remove()}>{t('files.delete')}</Button>
      ) : null}
    </>
  )
}
