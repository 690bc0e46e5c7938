import { useWords } from '#ui/i18n.ts'
import { fileAddress } from '#ui/files.ts'
import type { Entry } from '../file.contract.ts'

/** The newest photograph of a file, in the frame of the form; nothing where there is none. */
export function Photo({ entries }: { entries: readonly Entry[] }) {
  const { t } = useWords()
  const photo = entries.find(
    (e) => e.section === 'document' && e.values.kind === 'ANH' && e.struckAt === null && e.values.file_id,
  )
  if (!photo) return null
  return <img className="portrait" src={fileAddress(String(photo.values.file_id))} alt={t('personnel.photo')} />
}
