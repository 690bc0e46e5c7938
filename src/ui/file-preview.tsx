import { DownloadOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { ORPCError } from '@orpc/client'
import { useQuery } from '@tanstack/react-query'
import { Button, InputNumber } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { fileAddress, previewAddress, type ShownFile } from './files.ts'
import { currentLanguage, useWords } from './i18n.ts'
import { markedMarkup } from './nonce.ts'
import { ErrorNotice, Skeleton } from './page.tsx'

interface Shown {
  pages: number
  /** A picture, or markup without anything that acts. */
  picture: Blob | null
  markup: string | null
}

/**
 * A file as one sees it: pages as pictures, documents and tables as plain markup in a frame that runs nothing. Pages by the arrow keys.
 *
 * @example <FilePreview file={file} page={4} />
 */
export function FilePreview({ file, page: first = 1 }: { file: ShownFile; page?: number }) {
  const { t } = useWords()
  const [asked, setAsked] = useState({ id: file.id, first, page: first })
  // Another file, or another page asked for from outside, begins anew.
  const page = asked.id === file.id && asked.first === first ? asked.page : first
  const go = (to: number) => setAsked({ id: file.id, first, page: to })
  const width = Math.min(2000, Math.round(Math.min(globalThis.innerWidth, 1000) * Math.min(globalThis.devicePixelRatio || 1, 2)))
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['file-preview', file.id, page, width],
    queryFn: ({ signal }) => fetchPreview(file.id, page, width, signal),
    retry: false,
    staleTime: Infinity,
  })
  const pages = data?.pages ?? 0

  return (
    <section className="file-preview" aria-label={t('ui.preview.title', { name: file.name })}>
      <div className="file-preview-tools">
        {pages > 1 ? (
          <>
            <Button
              size="small"
              icon={<LeftOutlined />}
              aria-label={t('ui.preview.previous')}
              disabled={page <= 1}
              onClick={() => go(page - 1)}
            />
            <InputNumber
              size="small"
              min={1}
              max={pages}
              value={page}
              aria-label={t('ui.preview.page')}
              onChange={(to) => to && go(Math.min(pages, Math.max(1, Math.round(to))))}
            />
            <span className="muted figures">/ {pages}</span>
            <Button
              size="small"
              icon={<RightOutlined />}
              aria-label={t('ui.preview.next')}
              disabled={page >= pages}
              onClick={() => go(page + 1)}
            />
          </>
        ) : null}
        <Button size="small" icon={<DownloadOutlined />} href={fileAddress(file.id)} download={file.name}>
          {t('ui.preview.download')}
        </Button>
      </div>
      {/* What is shown can be scrolled by keyboard, and turned with the arrow keys. */}
      <div
        className="file-preview-sheet"
        tabIndex={0}
        role="group"
        aria-label={t('ui.preview.content')}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight' && page < pages) go(page + 1)
          if (event.key === 'ArrowLeft' && page > 1) go(page - 1)
        }}
      >
        {error ? (
          <ErrorNotice error={error} retry={() => void refetch()} />
        ) : isPending ? (
          <Skeleton lines={8} />
        ) : data?.picture ? (
          <Picture blob={data.picture} alt={t('ui.preview.pageOf', { page, name: file.name })} />
        ) : (
          <iframe title={t('ui.preview.title', { name: file.name })} sandbox="" srcDoc={markedMarkup(data?.markup ?? '')} />
        )}
      </div>
    </section>
  )
}

/** A picture that has been fetched; its address lasts as long as it is shown. */
function Picture({ blob, alt }: { blob: Blob; alt: string }) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const address = URL.createObjectURL(blob)
    if (image.current) image.current.src = address
    return () => URL.revokeObjectURL(address)
  }, [blob])
  return <img ref={image} alt={alt} />
}

async function fetchPreview(id: string, page: number, width: number, signal: AbortSignal): Promise<Shown> {
  const answer = await fetch(previewAddress(id, page, width), { signal, headers: { 'accept-language': currentLanguage() } })
  if (!answer.ok) {
    const told = (await answer.json().catch(() => ({}))) as { code?: string; message?: string; data?: unknown }
    throw new ORPCError(told.code ?? 'kernel.unavailable', {
      status: answer.status,
      message: told.message ?? '',
      data: told.data,
    })
  }
  const pages = Number(answer.headers.get('x-pages') ?? 1)
  const isPicture = answer.headers.get('content-type')?.startsWith('image/') ?? false
  return isPicture ? { pages, picture: await answer.blob(), markup: null } : { pages, picture: null, markup: await answer.text() }
}
