import { createContext, lazy, type LazyExoticComponent, type ComponentType, Suspense, useContext } from 'react'
import { Skeleton } from './page.tsx'
import { type Block, componentOf } from './screens.ts'
import { useSelf } from './self.ts'

/** All blocks of all domains. */
export const BlocksContext = createContext<Block[]>([])

const loaded = new Map<Block, LazyExoticComponent<ComponentType<Record<string, string>>>>()

function lazyOf(block: Block) {
  const known = loaded.get(block)
  if (known) return known
  const component = lazy(async () => ({ default: componentOf(await block.component()) }))
  loaded.set(block, component)
  return component
}

/** The blocks of a place that the account may see, in their order. */
export function useBlocks(place: string): Block[] {
  const { permissions } = useSelf()
  const blocks = useContext(BlocksContext)
  return blocks
    .filter((block) => block.place === place && permissions.includes(block.permission.id))
    .sort((a, b) => a.order - b.order)
}

/** What domains bring to a place: `<Blocks place="people.person" with={{ id }} />`; `small` ones leave no grey lines while they load. */
export function Blocks({
  place,
  with: given = {},
  small = false,
  only,
}: {
  place: string
  with?: Record<string, string>
  small?: boolean
  /** The block of this id alone: on a tab of its own. */
  only?: string
}) {
  return useBlocks(place)
    .filter((block) => only === undefined || block.id === only)
    .map((block) => {
      const Part = lazyOf(block)
      return (
        <Suspense key={block.id} fallback={small ? null : <Skeleton lines={3} />}>
          <Part {...given} />
        </Suspense>
      )
    })
}
