import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { formatNumber } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Skeleton } from '#ui/page.tsx'
import type { Tree, TreeNode } from '../unit.contract.ts'
import { api } from './api.ts'

interface TreeProps {
  tree: Tree
  chosen: string | null
  opened: ReadonlySet<string>
  setOpened: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void
  onChoose: (id: string) => void
  onOpen: (id: string) => void
}

/** Units one below another; children are asked when a unit is opened. Arrow keys walk, right opens, left closes, Enter shows. */
export function UnitTree(props: TreeProps) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const box = useRef<HTMLUListElement>(null)
  const tops = useQuery(api.unitTree.queryOptions({ input: { tree: props.tree, asOf } }))

  // The only top is opened at once: a tree of one line says nothing.
  const only = tops.data?.length === 1 ? tops.data[0]?.id : undefined
  const { setOpened } = props
  useEffect(() => {
    if (only) setOpened((before) => (before.has(only) ? before : new Set([...before, only])))
  }, [only, setOpened])

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>) {
    const item = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role="treeitem"]') : null
    const id = item?.dataset.unit
    if (!item || !id) return
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])]
    const at = items.indexOf(item)
    const isOpen = item.getAttribute('aria-expanded')
    const go = (target: HTMLElement | null | undefined) => target?.focus()
    switch (event.key) {
      case 'ArrowDown':
        go(items[at + 1])
        break
      case 'ArrowUp':
        go(items[at - 1])
        break
      case 'Home':
        go(items[0])
        break
      case 'End':
        go(items.at(-1))
        break
      case 'ArrowRight':
        if (isOpen === 'false') toggle(id)
        else if (isOpen === 'true') go(items[at + 1])
        break
      case 'ArrowLeft':
        if (isOpen === 'true') toggle(id)
        else go(item.parentElement?.closest<HTMLElement>('[role="treeitem"]'))
        break
      case ' ':
        props.onChoose(id)
        break
      case 'Enter':
        if (props.chosen === id) props.onOpen(id)
        else props.onChoose(id)
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }
  function toggle(id: string) {
    setOpened((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]))
  }

  if (tops.error) return <ErrorNotice error={tops.error} retry={() => void tops.refetch()} />
  if (!tops.data) return <Skeleton lines={8} />
  if (tops.data.length === 0) return <Empty title={t('organization.noTree')} hint={t('organization.noTreeHint')} />
  return (
    <ul className="tree" role="tree" aria-label={t('organization.tree')} ref={box} onKeyDown={onKeyDown}>
      {tops.data.map((node, index) => (
        <Node key={node.id} node={node} {...props} first={index === 0} toggle={toggle} />
      ))}
    </ul>
  )
}

function Node({ node, first, toggle, ...props }: TreeProps & { node: TreeNode; first?: boolean; toggle: (id: string) => void }) {
  const { lang } = useWords()
  const { asOf } = useAsOf()
  const open = node.children > 0 && props.opened.has(node.id)
  const below = useQuery({
    ...api.unitTree.queryOptions({ input: { tree: props.tree, parentId: node.id, asOf } }),
    enabled: open,
  })
  const chosen = props.chosen === node.id
  const item = useRef<HTMLLIElement>(null)
  // Wherever it appears, also when its parents have only just been opened.
  useEffect(() => {
    if (chosen) item.current?.firstElementChild?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <li
      ref={item}
      role="treeitem"
      data-unit={node.id}
      aria-expanded={node.children > 0 ? open : undefined}
      aria-selected={chosen}
      tabIndex={chosen || (first && !props.chosen) ? 0 : -1}
    >
      <div className="node" onClick={() => props.onChoose(node.id)} onDoubleClick={() => props.onOpen(node.id)}>
        <span
          className="node-mark"
          aria-hidden
          onClick={(event) => {
            event.stopPropagation()
            if (node.children > 0) toggle(node.id)
          }}
        >
          {node.children > 0 ? open ? <CaretDownOutlined /> : <CaretRightOutlined /> : null}
        </span>
        <span className="node-name">{node.name}</span>
        {node.children > 0 ? <span className="node-count figures">{formatNumber(node.children, lang)}</span> : null}
      </div>
      {open ? (
        <ul role="group">
          {below.data?.map((child) => (
            <Node key={child.id} node={child} {...props} toggle={toggle} />
          ))}
          {below.isPending ? (
            <li>
              <Skeleton lines={2} />
            </li>
          ) : null}
        </ul>
      ) : null}
    </li>
  )
}
