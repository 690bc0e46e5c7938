import { implement } from '#kernel/operations.ts'
import { personContract } from './person.contract.ts'
import * as posts from './post.service.ts'
import * as service from './person.service.ts'

export const personRoutes = implement(personContract, {
  listPeople: ({ input, context }) => service.listPeople(context, input),
  exportPeople: ({ input, context }) => service.exportPeople(context, input),
  pickPerson: ({ input, context }) => service.pickPerson(context, input),
  getPerson: ({ input, context }) => service.getPerson(context, input.id),
  readBirth: ({ input, context }) => service.readBirth(context, input.id),
  personHistory: ({ input, context }) => service.personHistory(context, input.id),
  registerPerson: ({ input, context }) => service.registerPerson(context, input),
  correctPerson: ({ input, context }) => service.correctPerson(context, input),
  movePerson: ({ input, context }) => posts.movePerson(context, input),
  addPost: ({ input, context }) => posts.addPost(context, input),
  endPost: ({ input, context }) => posts.endPost(context, input),
  correctPost: ({ input, context }) => posts.correctPost(context, input),
})
