import type zh from '../zh/cities.ts'

export default {
  cities: {
    hint: 'Create a city; planners then import its districts, streets, communities and grids.',
    none: 'No cities yet',
    noneHint: 'Create the first one below.',
    name: 'Name',
    nameHint: 'As it is called in Chinese',
    nameEn: 'English name',
    nameEnHint: 'For English pages; without it they show the name above',
    code: 'Administrative code',
    codeHint: 'Six digits such as 321200; it cannot be changed later',
    state: { ready: 'Ready', loading: 'Loading' },
    new: 'New city',
    create: 'Create',
    creating: 'Creating …',
    created: '{name} ({code}) is created. What comes next:',
    nextAccounts: 'Create accounts',
    nextAccountsHint: ': planners import and review, street officials draw borders.',
    nextFiles: 'Import files',
    nextFilesHint:
      ': planners import districts, streets, communities and grids, then premises, roads and waters, and buildings.',
  },
} satisfies typeof zh
