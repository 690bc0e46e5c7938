import { ORPCError } from '@orpc/client'
import { currentLanguage } from './i18n.ts'

/** A file as the server knows it, as far as a screen needs it. */
export interface ShownFile {
  id: string
  name: string
  size: number
  kind: string
  mediaType: string
  /** The ending of its name, where that says something else than the content. */
  mismatch: string | null
}

/** Where the content of a file is. */
export const fileAddress = (id: string, inline = false) => `/api/files/${id}${inline ? '?inline=1' : ''}`
export const previewAddress = (id: string, page: number, width: number) => `/api/files/${id}/preview?page=${page}&width=${width}`

export interface Uploading {
  done: Promise<ShownFile>
  cancel: () => void
}

/** Sends one file, telling how much has gone. A repeated attempt with the same request id makes no second file. */
export function sendFile(
  file: File,
  options: { purpose: string; requestId: string; onProgress?: (share: number) => void },
): Uploading {
  const request = new XMLHttpRequest()
  const done = new Promise<ShownFile>((resolve, reject) => {
    request.open('POST', `/api/files?purpose=${encodeURIComponent(options.purpose)}`)
    request.setRequestHeader('x-request-id', options.requestId)
    request.setRequestHeader('accept-language', currentLanguage())
    request.responseType = 'text'
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total)
    }
    request.onload = () => {
      const answer = parsed(request.responseText)
      if (request.status === 201) resolve(answer as unknown as ShownFile)
      else
        reject(
          new ORPCError(String(answer.code ?? 'kernel.unavailable'), {
            status: request.status,
            message: String(answer.message ?? ''),
            data: answer.data,
          }),
        )
    }
    request.onerror = () => reject(new TypeError('network'))
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'))
    const body = new FormData()
    body.append('file', file, file.name)
    request.send(body)
  })
  return { done, cancel: () => request.abort() }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
