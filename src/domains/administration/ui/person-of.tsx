import { useQuery } from '@tanstack/react-query'
import { personPath, personPicker } from '#domains/people/ui/index.tsx'
import { A } from '#ui/link.tsx'
import { useMay } from '#ui/self.ts'

/** The personnel record an account belongs to, as a link for who may see it. */
export function PersonOf({ id, name }: { id: string; name: string | null }) {
  const may = useMay('people.readPerson')
  const { data } = useQuery({
    queryKey: ['chosen', 'people.pickPerson', id, undefined],
    queryFn: () => personPicker.find(id),
    enabled: may && !name,
    staleTime: 5 * 60_000,
  })
  const said = name ?? data?.label
  if (!said) return null
  return may ? <A to={personPath(id)}>{said}</A> : said
}
