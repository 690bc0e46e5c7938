import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Radio, Upload } from 'antd'
import { useState } from 'react'
import { useAttempt } from '#ui/act.tsx'
import { useDownload } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useGo, useUrlSearch } from '#ui/url.ts'
import { api } from './api.ts'
import { importPath } from './import-link.tsx'
import { ImportSteps } from './import-steps.tsx'
import './imports.css'

/** The first step: what it is, and the file. */
export function NewImport() {
  const { t } = useWords()
  const go = useGo()
  const attempt = useAttempt()
  const download = useDownload()
  const [{ kind: asked }, change] = useUrlSearch()
  const kinds = useQuery(api.listKinds.queryOptions())
  const [sending, setSending] = useState(false)
  const chosen = kinds.data?.find((k) => k.name === asked) ?? kinds.data?.[0]

  const send = async (file: File) => {
    if (!chosen) return
    setSending(true)
    await attempt(async () => {
      const { id } = await api.draftImport.call({ kind: chosen.name, file })
      go(importPath(id))
    })
    setSending(false)
  }

  return (
    <Page title={t('imports.newImport')}>
      <ImportSteps at={0} />
      {kinds.error ? <ErrorNotice error={kinds.error} retry={() => void kinds.refetch()} /> : null}
      {kinds.isPending ? <Skeleton /> : null}
      {chosen ? (
        <Sheet title={t('imports.chooseKind')}>
          <Radio.Group
            className="import-kinds"
            value={chosen.name}
            onChange={(e) => change({ kind: String(e.target.value) })}
            options={kinds.data?.map((k) => ({
              value: k.name,
              label: (
                <span className="import-kind">
                  <strong>{k.title}</strong>
                  <span>{k.about}</span>
                </span>
              ),
            }))}
          />
          <Upload.Dragger
            accept=".xlsx,.xls,.csv,.txt,.geojson,.json"
            maxCount={1}
            showUploadList={false}
            disabled={sending}
            beforeUpload={(file) => {
              void send(file)
              return false
            }}
          >
            <p className="import-drop">
              <InboxOutlined aria-hidden />
              <strong>{sending ? t('imports.reading') : t('imports.drop')}</strong>
              <span>{t('imports.dropHint')}</span>
            </p>
          </Upload.Dragger>
          <p className="import-template">
            <Button
              type="link"
              icon={<DownloadOutlined />}
              onClick={() => void download(() => api.importTemplate.call({ kind: chosen.name }))}
            >
              {t('imports.template')}
            </Button>
            <span>{t('imports.templateHint')}</span>
          </p>
        </Sheet>
      ) : null}
    </Page>
  )
}
