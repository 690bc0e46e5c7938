import { Segmented } from 'antd'
import { useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { Empty, Page, Sheet } from '#ui/page.tsx'
import { Picker } from '#ui/picker.tsx'
import { A } from '#ui/link.tsx'
import { useGo, useUrlSearch } from '#ui/url.ts'
import type { Tree } from '../unit.contract.ts'
import { api } from './api.ts'
import { unitPath, unitPicker } from './unit-picker.ts'
import { UnitSummary } from './unit-facts.tsx'
import { UnitTree } from './unit-tree.tsx'

const trees = ['government', 'party'] as const

/** The tree of units on the day shown; the unit chosen stands beside it. */
export function TreePage() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const [search, change] = useUrlSearch()
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const tree: Tree = search.tree === 'party' ? 'party' : 'government'
  const chosen = typeof search.unit === 'string' ? search.unit : null

  /** Shows a found unit at its place in the tree. */
  async function reveal(id: string) {
    const unit = await api.getUnit.call({ id, asOf })
    setOpened((before) => new Set([...before, ...unit.path.map((above) => above.id)]))
    change({ unit: id })
  }
  function choose(id: string) {
    if (window.matchMedia('(max-width: 1100px)').matches) go(unitPath(id))
    else change({ unit: id })
  }
  return (
    <Page title={t('organization.tree')}>
      <div className="list-tools">
        <div className="tree-search">
          <Picker
            value={null}
            onChange={(id) => {
              if (id) void reveal(id)
            }}
            search={(text) => unitPicker.search(text, asOf)}
            placeholder={t('organization.findInTree')}
            aria-label={t('organization.findInTree')}
          />
        </div>
        <Segmented
          aria-label={t('organization.treeLabel')}
          value={tree}
          options={trees.map((each) => ({ value: each, label: t(`organization.trees.${each}`) }))}
          onChange={(next) => change({ tree: next === 'government' ? undefined : next, unit: undefined })}
        />
      </div>
      <div className="tree-page">
        <Sheet>
          <UnitTree
            tree={tree}
            chosen={chosen}
            opened={opened}
            setOpened={setOpened}
            onChoose={choose}
            onOpen={(id) => go(unitPath(id))}
          />
        </Sheet>
        <div className="tree-side wide-only-block">
          {chosen ? (
            <Sheet title={t('organization.unit')} actions={<A to={unitPath(chosen)}>{t('organization.openUnit')}</A>}>
              <UnitSummary key={chosen} id={chosen} />
            </Sheet>
          ) : (
            <Empty title={t('organization.pickUnit')} hint={t('organization.pickUnitHint')} />
          )}
        </div>
      </div>
    </Page>
  )
}
