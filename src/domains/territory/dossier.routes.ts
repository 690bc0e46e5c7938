import { implement } from '#kernel/operations.ts'
import { dossierContract } from './dossier.contract.ts'
import * as service from './dossier.service.ts'

export const dossierRoutes = implement(dossierContract, {
  signatureMatrix: ({ input, context }) => service.signatureMatrix(context, input),
  listDossiers: ({ input, context }) => service.listDossiers(context, input),
  exportDossiers: ({ input, context }) => service.exportDossiers(context, input),
  getDossier: ({ input, context }) => service.getDossier(context, input.id),
  dossierHistory: ({ input, context }) => service.dossierHistory(context, input.id),
  makeDossier: ({ input, context }) => service.makeDossier(context, input),
  signDossier: ({ input, context }) => service.signDossier(context, input),
  unsignDossier: ({ input, context }) => service.unsignDossier(context, input),
  markDisputed: ({ input, context }) => service.markDisputed(context, input),
})
