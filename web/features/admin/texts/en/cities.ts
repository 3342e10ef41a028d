import type zh from '../zh/cities.ts'

export default {
  cities: {
    hint: 'Create a city, then import districts, streets, communities and grids along the steps of its set-up.',
    none: 'Create the first city',
    noneHint: 'The page for its set-up opens then.',
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
  },
} satisfies typeof zh
