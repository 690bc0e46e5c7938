/** The engine of time: acts that reorganise things which keep their identity, and what became of what. Knows no domain. */
export { correct, type KeptThing } from './correction.rules.ts'
export { type Broken, findBroken, invariants } from './invariants.rules.ts'
export { becameBy, type DatedSuccession } from './lineage.rules.ts'
export {
  type Change,
  type Ending,
  type Fault,
  type Kinds,
  type Link,
  type Plan,
  planReorganisation,
  type Thing,
} from './reorganisation.rules.ts'
export { type CountedIn, restate } from './restate.rules.ts'
