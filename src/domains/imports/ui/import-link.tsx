import { FileExcelOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useWords } from '#ui/i18n.ts'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../imports.permissions.ts'

export const importsPath = '/nhap-du-lieu'
export const importPath = (id: string) => `${importsPath}/${id}`
export const newImportPath = `${importsPath}/moi`

/** On a list: brings records of its kind in from a file. Nothing for who may not. */
export function ImportButton({ kind }: { kind: string }) {
  const { t } = useWords()
  const go = useGo()
  if (!useMay(can.makeImport)) return null
  return (
    <Button icon={<FileExcelOutlined />} onClick={() => go(newImportPath, { kind })}>
      {t('imports.fromExcel')}
    </Button>
  )
}
