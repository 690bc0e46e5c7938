/** The engine of time: things that are true from..until, acts that reorganise them, and what became of what. Knows no domain. */
export { becameBy, type Became, type DatedSuccession, restate } from './lineage.rules.ts'
export {
  type Change,
  type Ending,
  type Fault,
  type FaultCode,
  type Kinds,
  type Link,
  type Part,
  type Plan,
  planReorganisation,
  type Succession,
  type Thing,
} from './reorganisation.rules.ts'
