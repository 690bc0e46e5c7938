import { domainApi } from '#ui/client.ts'
import { dossierContract } from '../dossier.contract.ts'

/** The operations of this domain. */
export const api = domainApi('territory', dossierContract)
