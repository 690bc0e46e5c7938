import { implement } from '#kernel/operations.ts'
import * as forecasts from './forecast.service.ts'
import { lawTables } from './law.service.ts'
import { salaryContract } from './salary.contract.ts'
import * as service from './salary.service.ts'

export const salaryRoutes = implement(salaryContract, {
  readLaw: ({ input, context }) => lawTables(context, input.on ?? context.today()),
  computePay: ({ input, context }) => service.computePay(context, input),
  getSalary: ({ input, context }) => service.getSalary(context, input.id, input.asOf),
  addTime: ({ input, context }) => service.addTime(context, input),
  endTime: ({ input, context }) => service.endTime(context, input),
  withdrawTime: ({ input, context }) => service.withdrawTime(context, input),
  timeHistory: ({ input, context }) => service.timeHistory(context, input.id),
  forecast: ({ input, context }) => forecasts.forecast(context, input),
  listForecast: ({ input, context }) => forecasts.listForecast(context, input),
  exportForecast: ({ input, context }) => forecasts.exportForecast(context, input),
})
