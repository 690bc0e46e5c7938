import { defineCodeList } from '../codelist/codelist.rules.ts'

/** How bodies of law count days. */
export const countingRules = defineCodeList({
  id: 'calendar.counting-rules',
  title: 'calendar.lists.countingRules',
  about: 'calendar.lists.countingRulesAbout',
  file: 'kernel/calendar/data/counting-rules.csv',
  editable: true,
  columns: [
    { key: 'first_day', title: 'calendar.firstDay', choices: ['next', 'same'], words: 'calendar.firstDays.' },
    { key: 'closes_at', title: 'calendar.closesAt' },
    { key: 'end_on_day_off', title: 'calendar.endOnDayOff', choices: ['next-working', 'keep'], words: 'calendar.endsOnDayOff.' },
  ],
})

/** Why a clock may stand still. */
export const pauseReasons = defineCodeList({
  id: 'calendar.pause-reasons',
  title: 'calendar.lists.pauseReasons',
  about: 'calendar.lists.pauseReasonsAbout',
  file: 'kernel/calendar/data/pause-reasons.csv',
  editable: true,
  columns: [],
})

/** When reminders go out, counted in working days from the due day. */
export const reminderPlan = defineCodeList({
  id: 'calendar.reminder-plan',
  title: 'calendar.lists.reminderPlan',
  about: 'calendar.lists.reminderPlanAbout',
  file: 'kernel/calendar/data/reminder-plan.csv',
  editable: true,
  columns: [
    { key: 'offset', title: 'calendar.offset' },
    { key: 'every', title: 'calendar.every' },
    { key: 'to', title: 'calendar.remindTo', choices: ['owner', 'superior', 'owner superior'], words: 'calendar.remindsTo.' },
  ],
})

/** Rest days by law: a rule of the program, shown with its sources. */
export const restLawList = defineCodeList({
  id: 'calendar.rest-laws',
  title: 'calendar.lists.restLaws',
  about: 'calendar.lists.restLawsAbout',
  file: 'kernel/calendar/data/rest-laws.csv',
  editable: false,
  columns: [
    { key: 'rule', title: 'calendar.restRule', choices: ['weekly', 'solar', 'lunar'], words: 'calendar.restRules.' },
    { key: 'at', title: 'calendar.restAt' },
    { key: 'certainty', title: 'calendar.certainty', choices: ['sure', 'likely'], words: 'calendar.certainties.' },
  ],
})

export const calendarLists = [countingRules, pauseReasons, reminderPlan, restLawList]
