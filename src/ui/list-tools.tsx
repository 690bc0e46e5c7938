import { DownloadOutlined, QuestionCircleOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Popover, Switch } from 'antd'
import type { ExportFormat, ListShape } from '#kernel/lists.ts'
import { useWords } from './i18n.ts'
import { SidePanel } from './panel.tsx'

/** Which columns are in view, and how dense. */
export function ColumnChooser(props: {
  shape: ListShape
  shown: string[]
  choose: (keys: string[] | null) => void
  roomy: boolean
  setRoomy: (roomy: boolean) => void
}) {
  const { t } = useWords()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <div className="chip-body">
          <p className="popover-title">{t('ui.list.chooseColumns')}</p>
          <Checkbox.Group
            className="chip-choices"
            value={props.shown}
            options={props.shape.columns.map((column) => ({ value: column.key, label: t(column.title) }))}
            onChange={(keys) => props.choose(keys)}
          />
          <label className="switch-line">
            {t('ui.list.density')}
            <Switch size="small" checked={props.roomy} onChange={props.setRoomy} />
          </label>
        </div>
      }
    >
      <Button icon={<SettingOutlined />} aria-label={t('ui.list.chooseColumns')}>
        <span className="wide-only">{t('ui.list.columns')}</span>
      </Button>
    </Popover>
  )
}

/** Everything that takes the list away: Excel, Word, CSV, paper. */
export function ExportMenu({ onExport }: { onExport?: (format: ExportFormat) => void }) {
  const { t } = useWords()
  const files = onExport
    ? [
        { key: 'xlsx', label: t('ui.list.excel') },
        { key: 'docx', label: t('ui.list.word') },
        { key: 'csv', label: t('ui.list.csv') },
      ]
    : []
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [...files, { key: 'print', label: t('ui.list.print') }],
        onClick: ({ key }) => {
          if (key === 'print') window.print()
          else onExport?.(key as ExportFormat)
        },
      }}
    >
      <Button icon={<DownloadOutlined />} aria-label={t('ui.list.export')}>
        <span className="wide-only">{t('ui.list.export')}</span>
      </Button>
    </Dropdown>
  )
}

/** Opens the list of keys. */
export function KeysButton({ onClick }: { onClick: () => void }) {
  const { t } = useWords()
  return (
    <Button
      className="wide-only"
      type="text"
      icon={<QuestionCircleOutlined />}
      aria-label={t('ui.keys.help')}
      onClick={onClick}
    />
  )
}

/** The keys of a list, in words. */
export function KeysPanel({ open, onClose, peeks }: { open: boolean; onClose: () => void; peeks: boolean }) {
  const { t } = useWords()
  const lines: [string[], string][] = [
    [['/'], 'ui.keys.search'],
    [['j', '↓'], 'ui.keys.down'],
    [['k', '↑'], 'ui.keys.up'],
    [['x'], 'ui.keys.select'],
    [['Enter'], 'ui.keys.open'],
    ...(peeks ? ([[[t('ui.keys.space')], 'ui.keys.peek']] as [string[], string][]) : []),
    [['Esc'], 'ui.keys.close'],
    [['t'], 'ui.keys.today'],
    [['?'], 'ui.keys.help'],
  ]
  return (
    <SidePanel open={open} onClose={onClose} title={t('ui.keys.title')}>
      <dl className="keys">
        {lines.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </SidePanel>
  )
}
