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
}: {
  place: string
  with?: Record<string, string>
  small?: boolean
}) {
  return useBlocks(place).map((block) => <BlockPart key={block.id} block={block} with={given} small={small} />)
}

/** One block by itself. */
export function BlockPart(props: { block: Block; with: Record<string, string>; small?: boolean }) {
  const Part = lazyOf(props.block)
  return (
    <Suspense fallback={props.small ? null : <Skeleton lines={3} />}>
      <Part {...props.with} />
    </Suspense>
  )
}
